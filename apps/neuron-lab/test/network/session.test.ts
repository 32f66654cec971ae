import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { turnOnEngine } from '../../src/engine.js';
import { CHOSEN_ACTIVATIONS, CHOSEN_OPTIMIZERS, CHOSEN_SCHEDULES } from '../../src/network/choices.js';
import { FIRST_CONFIG, type NetworkConfig } from '../../src/network/network-config.js';
import { savedConfig, TrainingSession } from '../../src/network/session.js';
import { GRID, SMALL_GRID } from '../../src/network/snapshot.js';

beforeAll(async () => {
  await turnOnEngine();
});

async function after(config: NetworkConfig, steps: number): ReturnType<TrainingSession['snapshot']> {
  const session = new TrainingSession(config);
  await session.train(steps);
  const snapshot = await session.snapshot();
  session.dispose();
  return snapshot;
}

test('a network learns the circle, and the picture of it is whole', async () => {
  const { train, test: tested, layers, maps, output, epoch, step, broken } = await after(FIRST_CONFIG, 600);
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
  expect([epoch, step, broken]).toEqual([29, 600, false]);
  // The middle of the picture is inside of the circle, its corner outside.
  expect(output[(GRID / 2) * GRID + GRID / 2]).toBeGreaterThan(0.5);
  expect(output[0]).toBeLessThan(0.5);
});

test('three classes and regression are learned too', async () => {
  const clouds = await after({ ...FIRST_CONFIG, data: 'clouds3' }, 300);
  expect(clouds.outputs).toBe(3);
  expect(clouds.train.accuracy).toBeGreaterThan(0.95);
  expect(clouds.output[0]! + clouds.output[1]! + clouds.output[2]!).toBeCloseTo(1, 4);
  const plane = await after({ ...FIRST_CONFIG, data: 'plane' }, 300);
  expect(plane.train).toEqual({ loss: expect.any(Number), accuracy: undefined });
  expect(plane.train.loss).toBeLessThan(0.01);
});

test('one seed, the same bits; another seed, others', async () => {
  const config: NetworkConfig = { ...FIRST_CONFIG, jitter: 0.2, regularisation: 'l2', hidden: [3] };
  const once = await after(config, 50);
  expect((await after(config, 50)).layers).toEqual(once.layers);
  expect((await after({ ...config, seed: 2 }, 50)).layers).not.toEqual(once.layers);
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
    { ...FIRST_CONFIG, regularisation: 'l1', jitter: 0.5 },
    { ...FIRST_CONFIG, data: 'drawn', points: [{ x1: 1, x2: 1, label: 0 }] },
  ];
  for (const config of configs) {
    const { step, broken } = await after(config, 4);
    expect({ step, broken }, JSON.stringify(config)).toEqual({ step: 4, broken: false });
  }
  expect(memory().numTensors).toBe(before);
});

test('a penalty makes the weights small', async () => {
  const size = ({ layers }: Awaited<ReturnType<typeof after>>): number =>
    layers.reduce((sum, { kernel }) => sum + kernel.reduce((part, weight) => part + weight * weight, 0), 0);
  const free = await after(FIRST_CONFIG, 300);
  for (const regularisation of ['l1', 'l2'] as const) {
    expect(size(await after({ ...FIRST_CONFIG, regularisation, penalty: 0.03 }, 300))).toBeLessThan(size(free) / 2);
  }
});

test('a run takes other settings over, and says that its steps tell no more', async () => {
  const session = new TrainingSession(FIRST_CONFIG);
  session.retune({ ...FIRST_CONFIG, rate: 0.01 });
  await session.train(10);
  expect((await session.snapshot()).replayable).toBe(true);
  session.retune({ ...FIRST_CONFIG, rate: 1, batch: 5, clip: 1 });
  await session.train(10);
  const { replayable, step, stepsPerEpoch } = await session.snapshot();
  expect({ replayable, step, stepsPerEpoch }).toEqual({ replayable: false, step: 20, stepsPerEpoch: 40 });
  expect(() => session.retune({ ...FIRST_CONFIG, hidden: [3] })).toThrow(
    'must differ only in what a run can take over',
  );
  session.dispose();
});

test('a file brings the network back, and a wrong one is refused', async () => {
  const session = new TrainingSession(FIRST_CONFIG);
  await session.train(40);
  const bytes = await session.save();
  const { layers } = await session.snapshot();
  expect(savedConfig(bytes)).toEqual(FIRST_CONFIG);
  const other = new TrainingSession({ ...FIRST_CONFIG, seed: 9 });
  await other.load(bytes);
  const loaded = await other.snapshot();
  expect(loaded.layers).toEqual(layers);
  expect(loaded.replayable).toBe(false);
  const small = new TrainingSession({ ...FIRST_CONFIG, hidden: [2] });
  await expect(small.load(bytes)).rejects.toThrow('Build the model with the same hyperparameters');
  await expect(small.load(new Uint8Array(3))).rejects.toThrow();
  for (const one of [session, other, small]) one.dispose();
});

test('one weight can be set', async () => {
  const session = new TrainingSession(FIRST_CONFIG);
  await session.setWeight({ layer: 0, unit: 3, input: 1 }, 2.5);
  await session.setWeight({ layer: 2, unit: 0, input: -1 }, -1);
  const { layers } = await session.snapshot();
  expect(layers[0]!.kernel[1 * 4 + 3]).toBe(2.5);
  expect(layers[2]!.bias[0]).toBe(-1);
  await session.train(1);
  session.dispose();
});

test('numbers that are lost are told', async () => {
  const { broken } = await after(
    { ...FIRST_CONFIG, data: 'plane', optimizer: 'sgd', rate: 10, activation: 'linear', hidden: [8, 8] },
    100,
  );
  expect(broken).toBe(true);
});
