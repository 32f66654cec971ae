import { readSafetensors, safetensorsToTensors, writeSafetensors } from '@neurite/formats';
import { dispose, memory } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { turnOnEngine } from '../../src/engine.js';
import { CHOSEN_ACTIVATIONS, CHOSEN_OPTIMIZERS, CHOSEN_SCHEDULES } from '../../src/network/choices.js';
import { FIRST_CONFIG, type NetworkConfig } from '../../src/network/network-config.js';
import { GRID, SMALL_GRID } from '../../src/network/snapshot.js';
import { savedConfig } from '../../src/network/weights.js';
import { after, startNetwork } from '../support/network-run.js';

beforeAll(async () => {
  await turnOnEngine();
});

test('a network learns the circle, and the image of it is whole', async () => {
  const { train, test: tested, layers, maps, output, epoch, step } = await after(FIRST_CONFIG, 300);
  expect(train.accuracy).toBeGreaterThan(0.95);
  expect(tested!.accuracy).toBeGreaterThan(0.9);
  expect(layers.map(({ inputs, units }) => [inputs, units])).toEqual([
    [2, 4],
    [4, 2],
    [2, 1],
  ]);
  expect(maps.map(({ length }) => length)).toEqual([SMALL_GRID ** 2 * 4, SMALL_GRID ** 2 * 2]);
  expect(output).toHaveLength(GRID ** 2);
  // 200 points in batches of 10: 20 steps an epoch.
  expect([epoch, step]).toEqual([15, 300]);
  // The middle of the image is inside of the circle, its corner outside.
  expect(output[(GRID / 2) * GRID + GRID / 2]).toBeGreaterThan(0.5);
  expect(output[0]).toBeLessThan(0.5);
});

test('three classes and regression are learned too', async () => {
  const clouds = await after({ ...FIRST_CONFIG, data: 'clouds3' }, 120);
  expect(clouds.layers.at(-1)!.units).toBe(3);
  expect(clouds.train.accuracy).toBeGreaterThan(0.95);
  expect(clouds.output[0]! + clouds.output[1]! + clouds.output[2]!).toBeCloseTo(1, 4);
  const plane = await after({ ...FIRST_CONFIG, data: 'plane' }, 120);
  expect(plane.train).toEqual({ loss: expect.any(Number), accuracy: undefined });
  expect(plane.train.loss).toBeLessThan(0.01);
});

test('one seed, the same bits; another seed, others', async () => {
  const config: NetworkConfig = { ...FIRST_CONFIG, jitter: 0.2, regularization: 'l2', hidden: [3] };
  const once = await after(config, 25);
  expect((await after(config, 25)).layers).toEqual(once.layers);
  expect((await after({ ...config, seed: 2 }, 25)).layers).not.toEqual(once.layers);
});

test('each choice trains, and no tensor stays behind', async () => {
  const before = memory().numTensors;
  const names = <Key extends string>(choices: Readonly<Record<Key, unknown>>): Key[] => Object.keys(choices) as Key[];
  const configs: NetworkConfig[] = [
    ...names(CHOSEN_ACTIVATIONS).map((activation) => ({ ...FIRST_CONFIG, activation })),
    ...names(CHOSEN_OPTIMIZERS).map((optimizer) => ({ ...FIRST_CONFIG, optimizer, clip: 1 })),
    ...names(CHOSEN_SCHEDULES).map((schedule) => ({ ...FIRST_CONFIG, schedule })),
    { ...FIRST_CONFIG, hidden: [] },
    { ...FIRST_CONFIG, hidden: [8, 8, 8, 8, 8, 8, 8, 8], activation: 'relu' },
    { ...FIRST_CONFIG, regularization: 'l1', jitter: 0.5 },
    { ...FIRST_CONFIG, data: 'drawn', points: [{ x1: 1, x2: 1, label: 0 }] },
  ];
  for (const config of configs) {
    const { step, train } = await after(config, 4);
    expect([step, Number.isFinite(train.loss)], JSON.stringify(config)).toEqual([4, true]);
  }
  expect(memory().numTensors).toBe(before);
});

test('a penalty makes the weights small', async () => {
  const size = ({ layers }: Awaited<ReturnType<typeof after>>): number =>
    layers.reduce((sum, { kernel }) => sum + kernel.reduce((part, weight) => part + weight * weight, 0), 0);
  const free = await after(FIRST_CONFIG, 80);
  for (const regularization of ['l1', 'l2'] as const) {
    expect(size(await after({ ...FIRST_CONFIG, regularization, penalty: 0.1 }, 80))).toBeLessThan(size(free) / 2);
  }
});

test('a run takes other settings over, and says that its steps tell no more', async () => {
  const run = startNetwork(FIRST_CONFIG);
  await run.ask({ type: 'retune', config: { ...FIRST_CONFIG, rate: 0.01 } });
  expect((await run.advance(10)).replayable).toBe(true);
  const retuned = { ...FIRST_CONFIG, rate: 1, batch: 5, clip: 1 };
  await run.ask({ type: 'retune', config: retuned });
  const { replayable, step, stepsPerEpoch } = await run.advance(10);
  expect({ replayable, step, stepsPerEpoch }).toEqual({ replayable: false, step: 20, stepsPerEpoch: 40 });
  // 20 batches of 10 in the epoch that had begun, and then 40 of 5.
  const epochAfter = async (steps: number): Promise<number> => (await run.advance(steps)).epoch;
  expect([await epochAfter(39), await epochAfter(1), await epochAfter(1)]).toEqual([1, 2, 2]);
  await expect(run.ask({ type: 'retune', config: { ...retuned, hidden: [3] } })).rejects.toThrow(
    'must differ only in what a run can take over',
  );
  await run.end();
});

test('a rate, a penalty and a limit that are changed are those of a run that had them from the beginning', async () => {
  const config: NetworkConfig = {
    ...FIRST_CONFIG,
    rate: 0.1,
    clip: 0.5,
    regularization: 'l2',
    schedule: 'cosineDecay',
  };
  const run = startNetwork(FIRST_CONFIG);
  await run.ask({ type: 'retune', config });
  const retuned = await run.advance(30);
  await run.end();
  expect(retuned.layers).toEqual((await after(config, 30)).layers);
  expect(retuned.layers).not.toEqual((await after(FIRST_CONFIG, 30)).layers);
});

test('a file brings the network back, and a wrong one is refused', async () => {
  const run = startNetwork(FIRST_CONFIG);
  const { layers } = await run.advance(40);
  const bytes = await run.ask<Uint8Array>({ type: 'save' });
  expect(savedConfig(bytes)).toEqual(FIRST_CONFIG);
  const begun = startNetwork({ ...FIRST_CONFIG, seed: 9 }, bytes);
  const before = begun.training.result; // ends with the others
  expect((await begun.advance(1)).replayable).toBe(false);
  const other = startNetwork({ ...FIRST_CONFIG, rate: 0.001 });
  await other.advance(1);
  expect(await other.ask({ type: 'load', bytes })).toBeUndefined();
  const small = startNetwork({ ...FIRST_CONFIG, hidden: [2] });
  expect(await small.ask({ type: 'load', bytes })).toEqual(FIRST_CONFIG);
  await expect(small.ask({ type: 'load', bytes: new Uint8Array(3) })).rejects.toThrow();
  // The last number of the file: NaN in all its bits.
  const lost = bytes.slice().fill(255, -4);
  const refused = 'must have finite numbers only; received NaN';
  await expect(other.ask({ type: 'load', bytes: lost })).rejects.toThrow(refused);
  // A file of another network is looked at before that network is begun.
  await expect(small.ask({ type: 'load', bytes: lost })).rejects.toThrow(refused);
  const { tensors } = readSafetensors(bytes);
  const mislabelled = writeSafetensors({ tensors, metadata: { neuronLab: 'hidden=3' } });
  await expect(small.ask({ type: 'load', bytes: mislabelled })).rejects.toThrow('Build the model with the same');
  await expect(startNetwork({ ...FIRST_CONFIG, hidden: [2] }, bytes).training.result).rejects.toThrow(
    'Build the model with the same hyperparameters',
  );
  const loaded = startNetwork(FIRST_CONFIG, bytes);
  const shown = await loaded.ask<Uint8Array>({ type: 'save' });
  expect(savedConfig(shown)).toEqual(FIRST_CONFIG);
  expect(shown.slice(-layers.at(-1)!.kernel.byteLength)).toEqual(bytes.slice(-layers.at(-1)!.kernel.byteLength));
  for (const one of [run, begun, other, small, loaded]) await one.end();
  await before;
});

test('one weight can be set', async () => {
  const run = startNetwork(FIRST_CONFIG);
  await run.ask({ type: 'weight', place: { layer: 0, unit: 3, input: 1 }, value: 2.5 });
  await run.ask({ type: 'weight', place: { layer: 2, unit: 0, input: -1 }, value: -1 });
  await expect(run.ask({ type: 'weight', place: { layer: 0, unit: 0, input: 0 }, value: 1e39 })).rejects.toThrow(
    'setWeight: `value` must be a number that float32 can hold; received 1e+39.',
  );
  const bytes = await run.ask<Uint8Array>({ type: 'save' });
  await run.end();
  const { tensors } = safetensorsToTensors(bytes);
  expect((await tensors['layers.0.kernel']!.array()) as number[][]).toMatchObject({ 1: { 3: 2.5 } });
  expect(await tensors['layers.4.bias']!.array()).toEqual([-1]);
  dispose(Object.values(tensors));
});

test('numbers that are lost end the run, and it says so', async () => {
  const run = startNetwork({
    ...FIRST_CONFIG,
    data: 'plane',
    optimizer: 'sgd',
    rate: 10,
    activation: 'linear',
    hidden: [8, 8],
  });
  const { step } = await run.advance(100);
  expect(step).toBeLessThan(100);
  expect(await run.training.result).toBe('diverged');
});

test('weights that overflow are not blamed on the learning rate', async () => {
  const run = startNetwork({ ...FIRST_CONFIG, data: 'plane', activation: 'linear' });
  await run.advance(3);
  for (const layer of [0, 1, 2]) {
    await run.ask({ type: 'weight', place: { layer, unit: 0, input: 0 }, value: 3e38 });
  }
  await run.training.step(1);
  expect(await run.training.result).toBe('overflow');
});
