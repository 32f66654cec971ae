import '@tensorflow/tfjs-backend-cpu';
import { RandomStream, type Shape, sizeOf } from '@neurite/core';
import { reluGradOperation } from '@neurite/core/operation';
import * as ops from '@neurite/ops';
import { expectClose, expectNoLeak } from '@neurite/testing';
import {
  backend,
  cos,
  getKernel,
  moments,
  scalar,
  setBackend,
  sin,
  type Tensor,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { registerFusedKernels } from '../src/index.js';
import { hostTarget } from './support/host-target.js';

/** An operation with its inputs' shapes and its attributes; the shaders that it should take. */
type Case = {
  readonly operation: { readonly compose: (inputs: never, attrs: never) => Tensor | Tensor[] } & ((
    inputs: never,
    attrs: never,
  ) => Tensor | Tensor[]);
  readonly inputs: Readonly<Record<string, Shape>>;
  readonly attrs?: object;
  /** Inputs that follow from the others. */
  readonly derive?: (inputs: Readonly<Record<string, Tensor>>) => Readonly<Record<string, Tensor>>;
  readonly shaders: readonly string[];
};

const [matrix, row] = [[5, 3], [3]];
const epsilon = 1e-3;

// Each operation with the shaders whose integers are not divided, which JavaScript cannot run.
const cases = {
  ReluGrad: { operation: reluGradOperation, inputs: { dy: matrix, y: matrix }, shaders: ['ReluGrad'] },
  ...Object.fromEntries(
    (['relu', 'sigmoid', 'tanh'] as const).flatMap((activation) => [
      [
        `BiasActivation ${activation}`,
        {
          operation: ops.biasActivationOperation,
          inputs: { x: matrix, bias: row },
          attrs: { activation },
          shaders: [`BiasActivation ${activation}`],
        },
      ],
      [
        `BiasActivationGrad ${activation}`,
        {
          operation: ops.biasActivationGradOperation,
          inputs: { dy: matrix, y: matrix },
          attrs: { activation },
          shaders: [`BiasActivationGrad ${activation}`, 'ColumnSum'],
        },
      ],
    ]),
  ),
  ...Object.fromEntries(
    (['gelu', 'geluTanh', 'silu', 'hardSwish'] as const).flatMap((activation) => [
      [
        `BiasGatedActivation ${activation}`,
        {
          operation: ops.biasGatedActivationOperation,
          inputs: { x: matrix, bias: row },
          attrs: { activation },
          shaders: [`BiasGatedActivation ${activation}`],
        },
      ],
      [
        `BiasGatedActivationGrad ${activation}`,
        {
          operation: ops.biasGatedActivationGradOperation,
          inputs: { dy: matrix, x: matrix, bias: row },
          attrs: { activation },
          shaders: [`BiasGatedActivationGrad ${activation}`, 'ColumnSum'],
        },
      ],
    ]),
  ),
  'BiasActivationGrad of many rows': {
    operation: ops.biasActivationGradOperation,
    inputs: { dy: [1100, 3], y: [1100, 3] },
    attrs: { activation: 'tanh' },
    shaders: ['BiasActivationGrad tanh', 'ColumnSum of blocks', 'ColumnSum'],
  },
  SoftmaxCrossEntropy: {
    operation: ops.softmaxCrossEntropyOperation,
    inputs: { logits: matrix, labels: matrix },
    shaders: ['SoftmaxCrossEntropy'],
  },
  SoftmaxCrossEntropyGrad: {
    operation: ops.softmaxCrossEntropyGradOperation,
    inputs: { dy: [5], logits: matrix, labels: matrix },
    shaders: ['SoftmaxCrossEntropyGrad'],
  },
  'SoftmaxCrossEntropyGrad of many classes': {
    operation: ops.softmaxCrossEntropyGradOperation,
    inputs: { dy: [2], logits: [2, 70], labels: [2, 70] },
    shaders: ['SoftmaxCrossEntropySums', 'SoftmaxCrossEntropyGradOfSums'],
  },
  LayerNorm: {
    operation: ops.layerNormOperation,
    inputs: { x: matrix, scale: row, offset: row },
    attrs: { epsilon },
    shaders: ['RowStatistics', 'LayerNorm'],
  },
  LayerNormGrad: {
    operation: ops.layerNormGradOperation,
    inputs: { dy: matrix, x: matrix, scale: row },
    attrs: { epsilon },
    shaders: ['RowStatistics', 'LayerNormGradMeans', 'LayerNormGrad', 'LayerNormGradScale', 'ColumnSum'],
  },
  RmsNorm: {
    operation: ops.rmsNormOperation,
    inputs: { x: matrix, scale: row },
    attrs: { epsilon },
    shaders: ['RowInverse', 'RmsNorm'],
  },
  RmsNormGrad: {
    operation: ops.rmsNormGradOperation,
    inputs: { dy: matrix, x: matrix, scale: row },
    attrs: { epsilon },
    shaders: ['RowInverse', 'RmsNormGradMean', 'RmsNormGrad', 'RmsNormGradScale'],
  },
  BatchNormTraining: {
    operation: ops.batchNormTrainingOperation,
    inputs: { x: matrix, scale: row, offset: row },
    attrs: { epsilon },
    shaders: ['ColumnSum', 'ColumnVariance', 'BatchNorm'],
  },
  BatchNormTrainingGrad: {
    operation: ops.batchNormTrainingGradOperation,
    inputs: { dy: matrix, dMean: row, dVariance: row, x: matrix, scale: row },
    derive: ({ x }: { readonly x: Tensor }) => moments(x, 0),
    attrs: { epsilon },
    shaders: ['ColumnSum', 'BatchNormGradScale', 'BatchNormGradFactors', 'BatchNormGrad', 'FourthColumn'],
  },
} as unknown as Readonly<Record<string, Case>>; // each with its own inputs and attributes

/** Momentum with all operators: the first output is the next parameter, the second the velocity. */
const program: ops.ElementwiseProgram = {
  tensors: ['0/velocity', 'gradient', 'parameter'],
  scalars: ['rate'],
  constants: 2,
  instructions: [
    ['mul', 0, 4],
    ['add', 6, 1],
    ['abs', 7],
    ['sqrt', 8],
    ['maximum', 9, 7],
    ['minimum', 10, 5],
    ['whereGreater', 7, 5, 11, 7],
    ['mul', 12, 3],
    ['div', 13, 5],
    ['sub', 2, 14],
  ],
  outputs: [15, 7],
};

describe('registerFusedKernels', () => {
  const ran: string[] = [];
  beforeAll(async () => {
    await setBackend('cpu');
    registerFusedKernels((running) => hostTarget(running, ran));
  });

  const random = RandomStream.fromSeed(3);
  const draw = (shape: Shape): Tensor => tensor(random.uniforms(sizeOf(shape), 0.1, 1), [...shape]);
  const drawAll = ({ inputs, derive }: Case): never => {
    const drawn = Object.fromEntries(Object.entries(inputs).map(([name, shape]) => [name, draw(shape)]));
    return { ...drawn, ...derive?.(drawn) } as never; // of its case
  };

  for (const [name, one] of Object.entries(cases)) {
    it(`runs ${name} by its shaders, which give what it is composed of`, async () => {
      const inputs = drawAll(one);
      const attrs = { ...one.attrs } as never; // of its case
      ran.length = 0;
      const actual = [tidy(() => one.operation(inputs, attrs))].flat();
      expect(ran).toEqual(one.shaders);
      const expected = [tidy(() => one.operation.compose(inputs, attrs))].flat();
      expect(actual.map(({ shape }) => shape)).toEqual(expected.map(({ shape }) => shape));
      for (const [i, output] of actual.entries())
        await expectClose(output, expected[i]!, { relative: 1e-4, absolute: 1e-5 });
      await expectNoLeak(() => tidy(() => one.operation(inputs, attrs)));
    });
  }

  it('runs ElementwiseStep by a shader for each output of each parameter, also with names that are no identifiers', async () => {
    const inputs = {
      tensors: {
        '0/velocity': [draw([5, 3]), draw([])],
        gradient: [draw([5, 3]), draw([])],
        parameter: [draw([5, 3]), draw([])],
      },
      scalars: { rate: scalar(0.3) },
      constants: [
        [0.9, 0.7],
        [0.5, 1.5],
      ],
    };
    ran.length = 0;
    const results = ops.elementwiseStep(program, inputs).flat();
    expect(ran).toHaveLength(4);
    expect(new Set(ran).size).toBe(2);
    const composed = ops.elementwiseStepOperation.compose(
      {
        rate: inputs.scalars.rate,
        ...Object.fromEntries(
          Object.entries(inputs.tensors).flatMap(([name, tensors]) =>
            tensors.map((one, i) => [ops.numberedInput(name, i), one]),
          ),
        ),
      },
      { program, constants: inputs.constants },
    );
    const [first, velocity, other, otherVelocity] = composed as [Tensor, Tensor, Tensor, Tensor];
    for (const [i, expected] of [first, other, velocity, otherVelocity].entries()) {
      expect(results[i]!.shape).toEqual(expected.shape);
      await expectClose(results[i]!, expected, { relative: 1e-5 });
    }
    await expectNoLeak(() => ops.elementwiseStep(program, inputs));
  });

  it('composes an ElementwiseStep that makes something of zeros', async () => {
    ran.length = 0;
    const inputs = { tensors: { x: [tensor([1, 2])] }, scalars: {}, constants: [[3]] };
    const shifted = { tensors: ['x'], scalars: [], constants: 1, instructions: [['add', 0, 1]], outputs: [2] } as const;
    await expectClose(ops.elementwiseStep(shifted, inputs)[0]![0]!, [4, 5]);
    const [all] = ops.elementwiseStep({ ...shifted, outputs: [1] }, inputs);
    await expectClose(all![0]!, [3, 3]);
    expect(ran).toEqual([]);
  });

  it('composes what a shader does not support: no elements, and integers', async () => {
    ran.length = 0;
    const { operation } = cases.ReluGrad!;
    const empty = { dy: tensor([], [0, 3]), y: tensor([], [0, 3]) } as never; // of its case
    expect((operation(empty, {} as never) as Tensor).shape).toEqual([0, 3]);
    const integers = { dy: tensor([1, 2]), y: tensor([0, 1], [2], 'int32') } as never;
    await expectClose(operation(integers, {} as never) as Tensor, [0, 2]);
    expect(ran).toEqual([]);
  });

  it('runs sine and cosine by shaders, which are right far beyond one turn', async () => {
    ran.length = 0;
    const at = [0, 1, -1, Math.PI / 4, Math.PI / 2, -Math.PI, 6, 100, -1000.5, 65535];
    const exactly = { relative: 0, absolute: 4e-7 };
    await expectClose(
      sin(tensor(at)),
      at.map((x) => Math.sin(Math.fround(x))),
      exactly,
    );
    await expectClose(
      cos(tensor(at)),
      at.map((x) => Math.cos(Math.fround(x))),
      exactly,
    );
    expect(ran).toEqual(['Sin', 'Cos']);
    expect(await sin(tensor([Number.NaN, Infinity])).array()).toEqual([Number.NaN, Number.NaN]);
    ran.length = 0;
    expect((cos(tensor([], [0, 2])) as Tensor).shape).toEqual([0, 2]);
    expect(ran).toEqual([]);
  });

  it('keeps the kernels that are registered', () => {
    const { kernelFunc } = getKernel('ElementwiseStep', 'cpu');
    registerFusedKernels(() => expect.unreachable());
    expect(getKernel('ElementwiseStep', 'cpu').kernelFunc).toBe(kernelFunc);
    expect(backend()).toBeDefined();
  });
});
