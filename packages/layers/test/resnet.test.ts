import { build, inference, loadState, stateDict, valueAndGradients } from '@neurite/core';
import { expectClose, fixture, type NestedNumbers, onEachBackend } from '@neurite/testing';
import { mul, sum, type Tensor, type Tensor4D, tensor, transpose } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import {
  batchNorm,
  conv2d,
  dense,
  globalAveragePool2d,
  maxPool2d,
  parallel,
  relu,
  residual,
  sequential,
  sum as sumOf,
} from '../src/index.js';

type Numbers = Readonly<Record<string, NestedNumbers>>;
const { cases } = fixture<{
  cases: readonly [
    { x: NestedNumbers; state: Numbers; y: NestedNumbers; cotangent: NestedNumbers; gradients: Numbers },
  ];
}>('layers/resnet');
const [{ x: images, state, y: expected, cotangent, gradients: wanted }] = cases;

const noBias = { useBias: false };
const branch = (filters: number, strides: number) =>
  sequential(
    conv2d(filters, 3, { strides, padding: 1, ...noBias }),
    batchNorm(),
    relu(),
    conv2d(filters, 3, { padding: 1, ...noBias }),
    batchNorm(),
  );
const block = (filters: number) => sequential(residual(branch(filters, 1)), relu());
const downBlock = (filters: number) =>
  sequential(
    parallel([branch(filters, 2), sequential(conv2d(filters, 1, { strides: 2, ...noBias }), batchNorm())]),
    sumOf(),
    relu(),
  );
const [a, b, c, d] = [2, 3, 4, 5];
const network = sequential(
  conv2d(a, 7, { strides: 2, padding: 3, ...noBias }),
  batchNorm(),
  relu(),
  maxPool2d(3, { strides: 2, padding: 1 }),
  block(a),
  block(a),
  downBlock(b),
  block(b),
  downBlock(c),
  block(c),
  downBlock(d),
  block(d),
  globalAveragePool2d(),
  dense(3),
);

/** Where the modules of a block of PyTorch are here. */
const WITHIN = { conv1: 0, bn1: 1, conv2: 3, bn2: 4 };
/** Where a module of PyTorch is here. */
function placeOf(owner: string): string {
  const stem = { conv1: 'layers.0', bn1: 'layers.1', fc: 'layers.13' }[owner];
  if (stem !== undefined) return stem;
  const [, stage, index, name] = /^layer(\d)\.(\d)\.(.+)$/.exec(owner) as unknown as readonly string[]; // as PyTorch names them
  const at = `layers.${4 + 2 * (Number(stage) - 1) + Number(index)}.layers.0`;
  const down = /^downsample\.(\d)$/.exec(name!);
  if (down !== null) return `${at}.branches.1.layers.${down[1]}`;
  const inner = stage !== '1' && index === '0' ? 'branches.0' : 'inner';
  return `${at}.${inner}.layers.${WITHIN[name as keyof typeof WITHIN]}`;
}
const NORMS = { weight: 'scale', bias: 'offset', running_mean: 'runningMean', running_var: 'runningVariance' };

/** A weight of PyTorch under its path here, in the order of axes that it has here. */
function converted(name: string, values: NestedNumbers): [path: string, value: Tensor] {
  const at = name.lastIndexOf('.');
  const value = tensor(values as number[]);
  const [owner, field] = [name.slice(0, at), name.slice(at + 1) as keyof typeof NORMS];
  const isNorm = `${owner}.running_mean` in state;
  const path = `${placeOf(owner)}.${isNorm ? NORMS[field] : field === 'weight' ? 'kernel' : field}`;
  if (value.rank === 4) return [path, transpose(value, [2, 3, 1, 0])];
  return [path, value.rank === 2 ? transpose(value) : value];
}

onEachBackend(() => {
  it('a ResNet-18 with the weights of PyTorch answers as in PyTorch', async () => {
    using model = build(network, { input: [24, 21, 3], seed: 7 });
    const weights = Object.fromEntries(Object.entries(state).map(([name, values]) => converted(name, values)));
    expect(Object.keys(weights).sort()).toEqual(Object.keys(stateDict(model)).sort());
    loadState(model, weights);
    const x: Tensor4D = transpose(tensor(images as number[][][][]) as Tensor4D, [0, 2, 3, 1]);
    await expectClose(model.forward(x, inference()), expected, { relative: 1e-5, absolute: 1e-5 });

    const of = Object.fromEntries(
      Object.keys(wanted).map((name) => {
        const path = name === 'x' ? 'x' : converted(name, wanted[name]!)[0];
        return [name, path === 'x' ? x : (stateDict(model)[path] as Tensor)];
      }),
    );
    const { gradients } = valueAndGradients(
      () => sum(mul(model.forward(x, inference()), tensor(cotangent as number[]))),
      of,
    );
    for (const [name, gradient] of Object.entries(gradients)) {
      const order = name === 'x' ? [0, 3, 1, 2] : [3, 2, 0, 1];
      await expectClose(transpose(gradient, order), wanted[name]!, { relative: 1e-4, absolute: 1e-5 });
    }
  });
});
