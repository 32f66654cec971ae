import { build, inference, valueAndGradients } from '@neurite/core';
import { dispose, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { turnOnEngine } from '../../src/engine.js';
import { passOf } from '../../src/network/backprop.js';
import { labelAt, stagesOf } from '../../src/network/backward-panel.js';
import { ACTIVATIONS, FIRST_CONFIG, type NetworkConfig } from '../../src/network/network-config.js';
import { taskKind } from '../../src/network/samples.js';
import type { LayerWeights } from '../../src/network/snapshot.js';
import { layersOf, networkOf, taskOf } from '../../src/network/task.js';

beforeAll(() => turnOnEngine());

const inputs = [0.7, -1.3];
const cases: readonly (readonly [NetworkConfig, number])[] = [
  ...ACTIVATIONS.map((activation) => [{ ...FIRST_CONFIG, hidden: [3, 2], activation }, 1] as const),
  [{ ...FIRST_CONFIG, hidden: [3], data: 'clouds3' }, 2],
  [{ ...FIRST_CONFIG, hidden: [], data: 'plane' }, 0.4],
];

test.each(cases)('a point goes forward and back as the engine takes it: %j', async (config, label) => {
  using model = build(networkOf(config), { input: [2], seed: 5 });
  const x = tensor2d([inputs]);
  const y = taskKind(config) === 'classes' ? tensor1d([label], 'int32') : tensor2d([[label]]);
  const weights = layersOf(model).filter((layer) => 'kernel' in layer) as unknown as Record<
    'kernel' | 'bias',
    { value: ReturnType<typeof tensor2d> }
  >[]; // the dense layers
  const parameters = Object.fromEntries(
    weights.flatMap(({ kernel, bias }, i) => [
      [`kernel${i}`, kernel.value],
      [`bias${i}`, bias.value],
    ]),
  );
  const { value, gradients } = valueAndGradients(
    () => taskOf(config).loss(model.forward(x, inference()), y),
    parameters,
  );
  const layers = await Promise.all(
    weights.map(async ({ kernel, bias }): Promise<LayerWeights> => {
      const [rows, columns] = kernel.value.shape;
      const [k, b] = await Promise.all([kernel.value.data(), bias.value.data()]);
      return { inputs: rows, units: columns, kernel: Float32Array.from(k), bias: Float32Array.from(b) };
    }),
  );
  const pass = passOf(layers, { activation: config.activation, kind: taskKind(config) }, { inputs, label });
  expect(pass.loss).toBeCloseTo((await value.data())[0]!, 5);
  for (const i of layers.keys()) {
    const before = i === 0 ? inputs : pass.a[i - 1]!;
    const [kernel, bias] = await Promise.all([gradients[`kernel${i}`]!.data(), gradients[`bias${i}`]!.data()]);
    expect(pass.deltas[i]).toEqual(Array.from(bias, (one) => expect.closeTo(one, 5)));
    const products = before.flatMap((value) => pass.deltas[i]!.map((delta) => delta * value));
    expect(products).toEqual(Array.from(kernel, (one) => expect.closeTo(one, 5)));
  }
  dispose([x, y, value, ...Object.values(gradients)]);
});

test('numbers come onto the drawing with their stage', () => {
  const layer = (inputs: number, units: number): LayerWeights => ({
    inputs,
    units,
    kernel: new Float32Array(inputs * units).fill(0.5),
    bias: new Float32Array(units),
  });
  const pass = passOf(
    [layer(2, 2), layer(2, 1)],
    { activation: 'linear', kind: 'regression' },
    { inputs: [1, 2], label: 1 },
  );
  const labels = stagesOf(2).map((stage) =>
    [0, 1].map((at) => labelAt(pass, stage, { layer: at, unit: 0 })?.text ?? ''),
  );
  // z is 1.5 in both units, then 1.5: δ is 2 · 0.5, and half of it one layer before.
  expect(labels).toEqual([
    ['1.5', ''],
    ['1.5', '1.5'],
    ['1.5', '1.5'],
    ['1.5', '1'],
    ['0.5', '1'],
    ['0.5', '1'],
  ]);
});
