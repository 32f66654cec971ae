import { keyTensor } from '@neurite/core';
import '@tensorflow/tfjs-backend-cpu';
import {
  abs,
  add,
  argMax,
  argMin,
  asinh,
  atan,
  atan2,
  avgPool,
  batchNorm,
  cast,
  clipByValue,
  conv2d,
  cumprod,
  cumsum,
  div,
  elu,
  engine,
  erf,
  exp,
  floorDiv,
  fused,
  greater,
  image,
  leakyRelu,
  localResponseNormalization,
  log1p,
  logSoftmax,
  matMul,
  max,
  maxPool,
  mean,
  min,
  mod,
  mul,
  pow,
  prelu,
  registerBackend,
  relu,
  removeBackend,
  reshape,
  selu,
  setBackend,
  sigmoid,
  sin,
  slice,
  softmax,
  softplus,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  tanh,
  tensor,
  tidy,
  where,
} from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { createBackend } from '../../src/internal/create-backend.js';
import { loadModule } from '../../src/internal/load-module.js';
import { registerKernels } from '../../src/internal/register-kernels.js';
import { supportedSimd } from '../../src/internal/simd.js';
import { generator } from '../support/engines.js';
import { GuardedAllocator } from '../support/guarded-allocator.js';

const draw = generator(7);
const random = (...shape: number[]): { shape: number[]; values: Float32Array } => ({
  shape,
  values: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => draw() * 2 - 1),
});
const kernel = (name: string, inputs: Record<string, Tensor>, attrs = {}): Tensor | Tensor[] =>
  engine().runKernel(name, inputs, attrs as never); // attributes of the kernel at hand
/** The first of its columns. */
const part = (x: Tensor, columns: number): Tensor =>
  slice(
    x,
    x.shape.map(() => 0),
    [...x.shape.slice(0, -1), columns],
  );
const images = (x: Tensor | undefined): Tensor4D => x as Tensor4D;

/** Large enough to be shared out, of sizes that fit no tile. */
const cases: Readonly<Record<string, [ReturnType<typeof random>[], (...x: Tensor[]) => Tensor | Tensor[]]>> = {
  matMul: [[random(131, 333), random(333, 517)], (a, b) => matMul(a!, b!)],
  'matMul, deep, of few columns': [[random(517, 333), random(333, 11)], (a, b) => matMul(a!, b!)],
  'matMul, high': [[random(517, 133), random(133, 61)], (a, b) => matMul(a!, b!)],
  'matMul of a transpose': [[random(133, 517), random(133, 61)], (a, b) => matMul(a!, b!, true)],
  'matMul with a transpose': [[random(67, 333), random(517, 333)], (a, b) => matMul(a!, b!, false, true)],
  'matMul with bias and relu': [
    [random(131, 333), random(333, 517), random(517)],
    (a, b, bias) => fused.matMul({ a: a!, b: b!, bias: bias!, activation: 'relu' }),
  ],
  'matMul with sigmoid': [
    [random(131, 333), random(333, 1117)],
    (a, b) => fused.matMul({ a: a!, b: b!, activation: 'sigmoid' }),
  ],
  'matMul of many': [[random(7, 61, 130), random(7, 130, 61)], (a, b) => matMul(a!, b!)],
  'matMul of two': [[random(2, 161, 330), random(1, 330, 161)], (a, b) => matMul(a!, b!)],
  conv2d: [[random(7, 19, 17, 5), random(3, 3, 5, 21)], (x, w) => conv2d(images(x), images(w), 1, 'valid')],
  'conv2d of 3 × 3': [
    [random(7, 29, 17, 16), random(3, 3, 16, 24), random(24)],
    (x, w, bias) =>
      fused.conv2d({ x: images(x), filter: images(w), strides: 1, pad: 'same', bias: bias!, activation: 'relu' }),
  ],
  'products with a bias and relu': [
    [random(7, 29, 17, 16), random(3, 3, 16, 24), random(24), random(131, 333), random(333, 517), random(517)],
    (images, filter, bias, rows, weights, other) => [
      kernel(
        'BiasedConv2DRelu',
        { x: images!, kernel: filter!, bias: bias! },
        { strides: 1, pad: 'same', dilations: 1 },
      ) as Tensor,
      kernel('DenseRelu', { x: rows!, kernel: weights!, bias: other! }) as Tensor,
    ],
  ],
  'its gradients': [
    [random(70, 15, 17, 16), random(70, 15, 17, 24), random(3, 3, 16, 24)],
    (x, dy, filter) => {
      const attrs = { strides: 1, pad: 'same', dataFormat: 'NHWC', dilations: 1 };
      return [
        kernel('Conv2DBackpropFilter', { x: x!, dy: dy! }, { ...attrs, filterShape: filter!.shape }) as Tensor,
        kernel('Conv2DBackpropInput', { dy: dy!, filter: filter! }, { ...attrs, inputShape: x!.shape }) as Tensor,
      ];
    },
  ],
  'convolution of sequences and its gradients': [
    [random(70, 1, 61, 16), random(70, 1, 61, 24), random(1, 3, 16, 24)],
    (x, dy, filter) => {
      const attrs = { strides: 1, pad: 'same', dataFormat: 'NHWC', dilations: 1 };
      return [
        conv2d(images(x), images(filter), 1, 'same'),
        kernel('Conv2DBackpropFilter', { x: x!, dy: dy! }, { ...attrs, filterShape: filter!.shape }) as Tensor,
        kernel('Conv2DBackpropInput', { dy: dy!, filter: filter! }, { ...attrs, inputShape: x!.shape }) as Tensor,
      ];
    },
  ],
  'conv2d in groups': [
    [random(70, 15, 17, 12), random(70, 15, 17, 40), random(3, 3, 3, 40)],
    (x, dy, filter) => {
      const attrs = { strides: 1, pad: 'same', dilations: 1 };
      return [
        kernel('GroupedConv2D', { x: x!, filter: filter! }, attrs) as Tensor,
        kernel('GroupedConv2DBackpropFilter', { x: x!, dy: dy! }, { ...attrs, filterShape: filter!.shape }) as Tensor,
        kernel(
          'GroupedConv2DBackpropInput',
          { dy: dy!, filter: filter! },
          { ...attrs, inputShape: x!.shape },
        ) as Tensor,
      ];
    },
  ],
  'conv2d, framed': [
    [random(7, 19, 17, 5), random(3, 3, 5, 21), random(21)],
    (x, w, bias) =>
      fused.conv2d({
        x: images(x),
        filter: images(w),
        strides: [2, 1],
        pad: 'same',
        bias: bias!,
        activation: 'elu',
      }),
  ],
  'conv2d of one': [
    [random(1, 61, 47, 5), random(3, 3, 5, 21), random(21)],
    (x, w, bias) => [
      conv2d(images(x), images(w), 1, 'valid'),
      fused.conv2d({ x: images(x), filter: images(w), strides: [2, 1], pad: 'same', bias: bias!, activation: 'relu' }),
      conv2d(images(x), images(w), 1, 'same', 'NHWC', [2, 1]),
    ],
  ],
  'conv2d of one with infinite weights': [
    [random(1, 61, 47, 5), random(3, 5, 5, 21)],
    (x, w) => {
      const infinite = div(w!, relu(add(w!, 0.95)));
      return conv2d(images(x), images(infinite), [2, 1], 'same');
    },
  ],
  'conv2d of two': [[random(2, 61, 47, 5), random(3, 3, 5, 21)], (x, w) => conv2d(images(x), images(w), 1, 'same')],
  ...Object.fromEntries(
    (['same', 'valid'] as const).flatMap((pad) => {
      const dy = random(7, pad === 'same' ? 19 : 17, pad === 'same' ? 17 : 15, 21);
      const attrs = { strides: 1, pad, dataFormat: 'NHWC', dilations: 1 };
      const few = random(11, pad === 'same' ? 28 : 26, pad === 'same' ? 28 : 26, 37);
      return [
        [
          `filter gradient, ${pad}`,
          [
            [random(7, 19, 17, 5), dy],
            (x: Tensor, d: Tensor) =>
              kernel('Conv2DBackpropFilter', { x, dy: d }, { ...attrs, filterShape: [3, 3, 5, 21] }),
          ],
        ],
        [
          `filter gradient of one channel, ${pad}`,
          [
            [random(11, 28, 28, 1), few],
            (x: Tensor, d: Tensor) =>
              kernel('Conv2DBackpropFilter', { x, dy: d }, { ...attrs, filterShape: [3, 3, 1, 37] }),
          ],
        ],
        [
          `input gradient, ${pad}`,
          [
            [dy, random(3, 3, 5, 21)],
            (d: Tensor, filter: Tensor) =>
              kernel('Conv2DBackpropInput', { dy: d, filter }, { ...attrs, inputShape: [7, 19, 17, 5] }),
          ],
        ],
      ] as const;
    }),
  ),
  maxPool: [[random(9, 41, 40, 11)], (x) => maxPool(images(x), 2, 2, 'same')],
  avgPool: [[random(9, 41, 40, 11)], (x) => avgPool(images(x), 3, 2, 'same')],
  'gradients of pools': [
    [random(9, 40, 40, 11), random(9, 20, 20, 11)],
    (x, dy) => {
      const attrs = { filterSize: 2, strides: 2, pad: 'same' };
      const output = maxPool(images(x), 2, 2, 'same');
      return [
        kernel('MaxPoolGrad', { dy: dy!, input: x!, output }, attrs) as Tensor,
        kernel('AvgPoolGrad', { dy: dy!, input: x! }, attrs) as Tensor,
      ];
    },
  ],
  'functions of one': [
    [random(411, 999)],
    (x) => [relu(x!), exp(x!), tanh(x!), sigmoid(x!), leakyRelu(x!, 0.1), clipByValue(x!, -0.5, 0.25)],
  ],
  'more functions of one': [
    [random(411, 999)],
    (x) => [elu(x!), selu(x!), log1p(abs(x!)), erf(x!), sin(mul(x!, 400)), atan(x!), asinh(x!), softplus(x!)],
  ],
  'powers, remainders and quotients': [
    [random(311, 199), random(311, 199), random(199)],
    (a, b, c) => [pow(abs(a!), b!), mod(a!, c!), floorDiv(a!, b!), prelu(a!, c!), atan2(a!, b!)],
  ],
  'indices and cumulative sums': [
    [random(411, 333), random(5, 411, 33)],
    (x, y) => [argMax(x!, 1), argMin(x!, 1), cumsum(x!, 1), cumprod(y!, 1, true, true), max(x!, 0), min(x!, 0)],
  ],
  images: [
    [random(5, 31, 29, 7)],
    (x) => [
      image.resizeBilinear(images(x), [57, 61]),
      image.resizeBilinear(slice(images(x), [0, 0, 0, 0], [5, 31, 29, 3]), [157, 161]),
      image.resizeNearestNeighbor(images(x), [57, 61]),
      image.transform(
        images(x),
        reshape(slice(x!, [0, 0, 0, 0], [5, 8, 1, 1]), [5, 8]) as Tensor2D,
        'bilinear',
        'reflect',
      ),
      kernel('ResizeBilinearGrad', { dy: x!, images: slice(x!, [0, 0, 0, 0], [5, 13, 17, 7]) }, {}) as Tensor,
      localResponseNormalization(images(x), 2, 1, 0.7, 0.6),
      kernel('LRNGrad', { x: x!, y: x!, dy: x! }, { depthRadius: 2, bias: 1, alpha: 0.7, beta: 0.6 }) as Tensor,
    ],
  ],
  'functions of two': [
    [random(411, 999), random(411, 999)],
    (a, b) => [add(a!, b!), sub(a!, 2), div(3, b!), greater(a!, b!), greater(a!, 0), where(greater(a!, b!), a!, b!)],
  ],
  'functions of unlike two': [
    [random(37, 11, 999), random(999), random(37, 1, 999), random(37, 11, 1)],
    (a, b, c, d) => [add(a!, b!), mul(a!, c!), sub(d!, a!), mul(c!, d!)],
  ],
  reductions: [
    [random(37, 111, 99)],
    (x) => [sum(x!, 2), sum(x!, 1), sum(x!, 0), mean(x!, [0, 1]), max(x!, 2), max(x!, 1), min(x!, 0), sum(x!)],
  ],
  'softmax and its gradient': [
    [random(411, 333), random(411, 333)],
    (x, dy) => {
      const y = softmax(x!);
      return [y, logSoftmax(x!), kernel('SoftmaxGrad', { dy: dy!, y }) as Tensor];
    },
  ],
  'the gradient of an extremum': [
    [random(41, 67, 33), random(2711, 41, 1), random(41, 33), random(2711, 1)],
    (x, rows, dy, byRow) => [
      kernel('ExtremumGrad', { dy: dy!, x: x!, y: max(x!, 1) }) as Tensor,
      kernel('ExtremumGrad', { dy: byRow!, x: rows!, y: max(rows!, 1) }) as Tensor,
    ],
  ],
  'cross entropy': [
    [random(411, 333), random(411, 333), random(411)],
    (logits, labels, dy) => [
      kernel('SoftmaxCrossEntropy', { logits: logits!, labels: labels! }) as Tensor,
      kernel('SoftmaxCrossEntropyGrad', { dy: dy!, logits: logits!, labels: labels! }) as Tensor,
    ],
  ],
  'cross entropy of classes': [
    [random(411, 333), random(411), random(411)],
    (logits, numbers, dy) => {
      const labels = cast(mul(abs(numbers!), 100), 'int32');
      return [
        kernel('SoftmaxCrossEntropy', { logits: logits!, labels }) as Tensor,
        kernel('SoftmaxCrossEntropyGrad', { dy: dy!, logits: logits!, labels }) as Tensor,
      ];
    },
  ],
  'batch normalization': [
    [random(9, 41, 40, 11), random(11), random(11)],
    (x, offset, scale) => batchNorm(images(x), offset!, exp(scale!), offset!, scale!) as Tensor,
  ],
  'alignments of labels': [
    [random(11, 71, 9), random(11, 20), random(11)],
    (x, numbers, dy) => {
      const labels = cast(mul(abs(numbers!), 4), 'int32');
      const ends = {
        labelLengths: cast(add(mul(dy!, 0), 20), 'int32'),
        inputLengths: cast(add(mul(dy!, 0), 70), 'int32'),
      };
      const inputs = { logProbabilities: x!, labels, ...ends };
      const [losses, sums] = kernel('Ctc', inputs, { blank: 8 }) as Tensor[];
      return [losses!, kernel('CtcGrad', { ...inputs, dy: dy!, sums: sums! }, { blank: 8 }) as Tensor];
    },
  ],
  attention: [
    [random(2, 5, 61, 32), random(2, 5, 67, 32), random(2, 5, 67, 24), random(2, 5, 61, 24)],
    (query, key, value, dy) => {
      const attrs = { scale: 0.2, causal: false };
      const inputs = { query: query!, key: key!, value: value! };
      const [y, logSumExp] = kernel('Attention', inputs, attrs) as [Tensor, Tensor];
      return [y, logSumExp, ...(kernel('AttentionGrad', { ...inputs, dy: dy!, y, logSumExp }, attrs) as Tensor[])];
    },
  ],
  'bias and activation': [
    [random(411, 333), random(333), random(411, 333)],
    (x, bias, dy) => {
      const [y, z] = ['BiasActivation', 'BiasGatedActivation'].map((name) =>
        kernel(name, { x: x!, bias: bias! }, { activation: name === 'BiasActivation' ? 'tanh' : 'gelu' }),
      ) as [Tensor, Tensor];
      return [
        y,
        z,
        ...(kernel('BiasActivationGrad', { dy: dy!, y }, { activation: 'tanh' }) as Tensor[]),
        ...(kernel('BiasGatedActivationGrad', { dy: dy!, x: x!, bias: bias! }, { activation: 'gelu' }) as Tensor[]),
      ];
    },
  ],
  'recurrent networks': [
    [random(13, 9, 4 * 37), random(37, 4 * 37), random(13, 37), random(13, 9, 37), random(3 * 37)],
    (x, recurrentKernel, initialState, dOutputs, recurrentBias) => {
      const lstm = { recurrentKernel: recurrentKernel!, initialState: initialState!, initialCell: initialState! };
      const ofLstm = kernel('LstmSequence', { x: x!, ...lstm }) as Tensor[];
      const [outputs, dFinalCell, gates, cells] = ofLstm as [Tensor, Tensor, Tensor, Tensor];
      const kept = { outputs, gates, cells };
      const gru = { recurrentKernel: part(recurrentKernel!, 3 * 37), initialState: initialState! };
      const ofGru = kernel('GruSequence', { x: part(x!, 3 * 37), ...gru, recurrentBias: recurrentBias! }) as Tensor[];
      const [states, parts] = ofGru as [Tensor, Tensor];
      return [
        ...ofLstm,
        ...(kernel('LstmSequenceGrad', { dOutputs: dOutputs!, dFinalCell, ...lstm, ...kept }) as Tensor[]),
        ...ofGru,
        ...(kernel('GruSequenceGrad', { dOutputs: dOutputs!, ...gru, outputs: states, gates: parts }) as Tensor[]),
      ];
    },
  ],
  'masked recurrent networks': [
    [random(13, 9, 4 * 37), random(37, 4 * 37), random(13, 37), random(13, 9, 37), random(3 * 37), random(13, 9)],
    (x, recurrentKernel, initialState, dOutputs, recurrentBias, chance) => {
      const mask = cast(greater(chance!, 0), 'float32');
      const states = { initialState: initialState!, mask };
      const dys = { dOutputs: dOutputs!, dFinalState: initialState! };
      const attrs = { activation: 'tanh' };
      const lstm = { recurrentKernel: recurrentKernel!, initialCell: initialState!, ...states };
      const ofLstm = kernel('MaskedLstmSequence', { x: x!, ...lstm }) as Tensor[];
      const [outputs, , dFinalCell, gates, cells] = ofLstm as [Tensor, Tensor, Tensor, Tensor, Tensor];
      const ofCells = { ...dys, dFinalCell, ...lstm, outputs, gates, cells };
      const gru = { recurrentKernel: part(recurrentKernel!, 3 * 37), ...states };
      const inputs = { x: part(x!, 3 * 37), ...gru, recurrentBias: recurrentBias! };
      const ofGru = kernel('MaskedGruSequence', inputs) as [Tensor, Tensor, Tensor];
      const simple = { recurrentKernel: part(recurrentKernel!, 37), ...states };
      const ofSimple = kernel('MaskedSimpleRnnSequence', { x: part(x!, 37), ...simple }, attrs) as [Tensor, Tensor];
      return [
        ...ofLstm,
        ...(kernel('MaskedLstmSequenceGrad', ofCells) as Tensor[]),
        ...ofGru,
        ...(kernel('MaskedGruSequenceGrad', { ...dys, ...gru, outputs: ofGru[0], gates: ofGru[2] }) as Tensor[]),
        ...ofSimple,
        ...(kernel('MaskedSimpleRnnSequenceGrad', { ...dys, ...simple, outputs: ofSimple[0] }, attrs) as Tensor[]),
      ];
    },
  ],
  'normalization of channels': [
    [random(9, 13, 11, 42), random(9, 13, 11, 42), random(42), random(42)],
    (x, dy, scale, offset) => {
      const given = { x: x!, scale: scale!, offset: offset! };
      const inputs = { dy: dy!, x: x!, scale: scale! };
      const groups = { groups: 7, epsilon: 1e-3 };
      const batch = kernel('BatchNormTraining', given, groups) as Tensor[];
      const statistics = { dMean: offset!, dVariance: scale!, mean: batch[1]!, variance: batch[2]! };
      return [
        kernel('GroupNorm', given, groups) as Tensor,
        ...(kernel('GroupNormGrad', inputs, groups) as Tensor[]),
        ...batch,
        ...(kernel('BatchNormTrainingGrad', { ...inputs, ...statistics }, groups) as Tensor[]),
      ];
    },
  ],
  'gradients of normalised rows': [
    [random(411, 333), random(411, 333), random(333)],
    (x, dy, scale) =>
      ['LayerNormGrad', 'RmsNormGrad'].flatMap(
        (name) => kernel(name, { dy: dy!, x: x!, scale: scale! }, { epsilon: 1e-5 }) as Tensor[],
      ),
  ],
  'normalization of rows': [
    [random(411, 333), random(333), random(333)],
    (x, scale, offset) => kernel('LayerNorm', { x: x!, scale: scale!, offset: offset! }, { epsilon: 1e-5 }),
  ],
  'gradients of dilated convolution': [
    [random(7, 19, 17, 5), random(3, 3, 5, 21), random(7, 15, 15, 21)],
    (x, filter, dy) => {
      const attrs = { strides: 1, pad: 'valid', dilations: [2, 1], dataFormat: 'NHWC' };
      const [filterShape, inputShape] = [filter!.shape, x!.shape];
      return [
        kernel('DilatedConv2DBackpropFilter', { x: x!, dy: dy! }, { ...attrs, filterShape }) as Tensor,
        kernel('DilatedConv2DBackpropInput', { dy: dy!, filter: filter! }, { ...attrs, inputShape }) as Tensor,
      ];
    },
  ],
  'convolution of volumes': [
    [random(5, 9, 11, 10, 5), random(3, 3, 2, 5, 12), random(5, 7, 9, 9, 12)],
    (x, filter, dy) => {
      const attrs = { strides: 1, pad: 'valid', dilations: 1, dataFormat: 'NDHWC' };
      return [
        kernel('Conv3D', { x: x!, filter: filter! }, attrs) as Tensor,
        kernel('Conv3DBackpropInputV2', { dy: dy!, filter: filter! }, { ...attrs, inputShape: x!.shape }) as Tensor,
        kernel('Conv3DBackpropFilterV2', { x: x!, dy: dy! }, { ...attrs, filterShape: filter!.shape }) as Tensor,
      ];
    },
  ],
  'pools of volumes': [
    [random(5, 9, 15, 13, 21), random(5, 4, 7, 6, 21)],
    (x, dy) => {
      const attrs = { filterSize: [3, 2, 2], strides: 2, pad: 'valid', dataFormat: 'NDHWC' };
      const output = kernel('MaxPool3D', { x: x! }, attrs) as Tensor;
      return [
        output,
        kernel('AvgPool3D', { x: x! }, attrs) as Tensor,
        kernel('MaxPool3DGrad', { dy: dy!, input: x!, output }, attrs) as Tensor,
        kernel('AvgPool3DGrad', { dy: dy!, input: x! }, attrs) as Tensor,
      ];
    },
  ],
  'depthwise convolution': [
    [random(7, 19, 17, 21), random(3, 3, 21, 1), random(7, 17, 15, 21)],
    (x, filter, dy) => {
      const attrs = {
        strides: 1,
        pad: 'valid',
        dilations: 1,
        dataFormat: 'NHWC',
        inputShape: [7, 19, 17, 21],
        filterShape: [3, 3, 21, 1],
      };
      return [
        kernel('DepthwiseConv2dNative', { x: x!, filter: filter! }, attrs) as Tensor,
        kernel('DepthwiseConv2dNativeBackpropInput', { dy: dy!, filter: filter! }, attrs) as Tensor,
        kernel('DepthwiseConv2dNativeBackpropFilter', { x: x!, dy: dy! }, attrs) as Tensor,
      ];
    },
  ],
  'elementwise training kernels': [
    [random(123_457), random(123_457), random(5), random(5), random(1)],
    (gradient, parameter, smallGradient, smallParameter, rate) => {
      const program = {
        tensors: ['gradient', 'parameter'],
        scalars: ['rate'],
        constants: 1,
        instructions: [
          ['mul', 0, 2],
          ['mul', 1, 3],
          ['add', 4, 5],
          ['sqrt', 6],
        ],
        outputs: [6, 7],
      };
      const inputs = {
        rate: reshape(rate!, []),
        'gradient 0': smallGradient!,
        'parameter 0': smallParameter!,
        'gradient 1': gradient!,
        'parameter 1': parameter!,
      };
      return [
        ...(kernel('ElementwiseStep', inputs, { program, constants: [[0.5], [-0.25]] }) as Tensor[]),
        kernel('Dropout', { x: gradient!, key: keyTensor([1, 2]) }, { rate: 0.3, offset: 5 }) as Tensor,
        kernel('ReluGrad', { dy: gradient!, y: parameter! }) as Tensor,
      ];
    },
  ],
};

describe('results are the same bits', () => {
  const ofOne: Uint8Array[][] = [];

  it.each([1, 2, 3, 5])('on %i threads', async (threads) => {
    const variant = threads > 1 ? (`${supportedSimd()!}-threads` as const) : supportedSimd()!;
    const module = await loadModule(variant, {});
    const allocator = new GuardedAllocator({ shared: threads > 1 });
    const backend = await createBackend(module, { allocator, threads, patient: true });
    registerBackend('wasm', () => backend);
    registerKernels();
    await setBackend('wasm');
    for (const [i, [name, [inputs, operation]]] of Object.entries(cases).entries()) {
      const outputs = tidy(() => operation(...inputs.map(({ values, shape }) => tensor(values, shape))));
      const bytes = (Array.isArray(outputs) ? outputs : [outputs]).map((output) => {
        const values = output.dataSync();
        output.dispose();
        return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      });
      if (threads === 1) ofOne.push(bytes);
      bytes.forEach((some, j) => {
        expect(`${name}, output ${j}: ${Buffer.compare(some, ofOne[i]![j]!)}`).toBe(`${name}, output ${j}: 0`);
      });
      expect(allocator.check()).toEqual([]);
    }
    removeBackend('wasm');
  });
});
