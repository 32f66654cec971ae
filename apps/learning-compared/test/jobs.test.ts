import { removeBackend } from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import { inOwnProcess } from '../src/jobs/in-own-process.js';
import type { Job, JobData } from '../src/jobs/job.js';
import { runJob } from '../src/jobs/run-job.js';
import { useGpu } from '../src/jobs/use-gpu.js';
import { layerOutput, layersOf } from '../src/layers/layer-outputs.js';
import { CLASSICAL, type ClassicalName } from '../src/models/model-names.js';
import { scaleColumns } from '../src/models/scale-columns.js';
import { buildNetwork } from '../src/models/train-network.js';
import { ONE_THREAD } from '../src/run/measure-cells.js';

afterAll(() => void removeBackend('wasm'));

/** Two classes of 4 × 4 images: light on the left or on the right. */
function halves(count: number) {
  const y = Int32Array.from({ length: count }, (_, i) => i % 2);
  const data = Float32Array.from({ length: 16 * count }, (_, i) => {
    const light = (i % 4 < 2 ? 0 : 1) === y[Math.floor(i / 16)];
    return (light ? 0.6 : 0.2) + ((i * 7919) % 100) / 500;
  });
  return { x: { rows: count, columns: 16, data }, y };
}
const data: JobData = { train: halves(60), test: halves(20) };
const job: Job = {
  model: 'dense',
  engine: ONE_THREAD,
  classes: 2,
  shape: undefined,
  scaled: true,
  seed: 1,
  epochs: 1,
  leastSteps: 300,
};

describe('a job', () => {
  it.each(Object.keys(CLASSICAL) as ClassicalName[])('learns: %s', async (model) => {
    const measured = await runJob({ ...job, model, scaled: false }, data);
    expect(measured.accuracy).toBe(1);
    expect(measured.parameters).toBeGreaterThan(0);
    expect(measured.modelBytes).toBeGreaterThan(measured.parameters);
    expect(measured.trainSeconds).toBeGreaterThan(0);
    expect(measured.predictMicroseconds).toBeGreaterThan(0);
  });

  it('of a network gives the same for the same seed, in a process of its own too, which tells its memory', async () => {
    const here = await runJob(job, data);
    expect(here).toMatchObject({ accuracy: 1, parameters: 16 * 128 + 128 + 128 * 2 + 2, modelBytes: 4 * 2434 });
    const alone = await inOwnProcess({ kind: 'learn', job }, data);
    expect(alone).toMatchObject({ accuracy: here.accuracy, parameters: here.parameters });
    expect(alone.peakBytes).toBeGreaterThan(1e6);
  });

  it('that cannot be done in its process is answered with the reason', async () => {
    const engine = { name: 'wasm', threads: 1000 } as const;
    await expect(inOwnProcess({ kind: 'learn', job: { ...job, engine } }, data)).rejects.toThrow(
      /^dense on wasm: useWasm: `threads` must be an integer from 1 to 256; received 1000\./,
    );
  });
});

it('a GPU is found, or the reason why not', async () => {
  const found = await useGpu();
  if ('reason' in found) expect(found.reason).toMatch(/webgpu|WebGPU found no GPU here/);
  else expect(found.device).not.toBe('');
});

it('columns are scaled by the first table, and a missing value has its mean', () => {
  const train = { rows: 3, columns: 2, data: Float32Array.of(1, 5, 3, 5, Number.NaN, 5) };
  const test = { rows: 1, columns: 2, data: Float32Array.of(2, 6) };
  const [scaled, other] = scaleColumns(train, test);
  expect(scaled.data[4]).toBe(0);
  expect(scaled.data[0]).toBeCloseTo(-scaled.data[2]!, 6);
  expect(other.data[0]).toBe(0);
  // A constant column is not divided.
  expect([scaled.data[1], other.data[1]]).toEqual([0, 1]);
});

it('a layer gives what the network makes of samples up to it', async () => {
  const shape = [12, 12, 1] as const;
  const network = buildNetwork({ network: 'convolutional', shape, columns: 144, classes: 2, seed: 1 });
  const names = layersOf(network).map(({ name }) => name);
  expect(names.slice(0, 4)).toEqual(['conv2d 1', 'relu 1', 'maxPool2d 1', 'conv2d 2']);
  const x = { rows: 300, columns: 144, data: Float32Array.from({ length: 300 * 144 }, (_, i) => (i % 7) / 7) };
  const conv = await layerOutput(network, 'conv2d 1', x);
  const relu = await layerOutput(network, 'relu 1', x);
  expect(conv.shape).toEqual([10, 10, 16]);
  expect(relu.table.data).toEqual(conv.table.data.map((value) => Math.max(0, value)));
  expect((await layerOutput(network, names.at(-1)!, x)).table).toMatchObject({ rows: 300, columns: 2 });
  network.module.dispose();
});
