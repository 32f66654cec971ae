import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  io,
  layers,
  loadGraphModel,
  loadLayersModel,
  ones,
  sequential,
  type Tensor,
  tensor1d,
  zeros,
} from './support/package.js';

const folder = mkdtempSync(join(tmpdir(), 'tfjs-node-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const values = (tensor: unknown): number[] => [...(tensor as Tensor).dataSync()];

/** A model of TensorFlow, as the converter writes it: y = x · weight + bias. */
function writeGraphModel(into: string): void {
  const float = { dtype: { type: 'DT_FLOAT' } };
  const constant = (name: string, size: number) => ({
    name,
    op: 'Const',
    attr: { ...float, value: { tensor: { dtype: 'DT_FLOAT', tensorShape: { dim: [{ size: String(size) }] } } } },
  });
  const T = { T: { type: 'DT_FLOAT' } };
  const model = {
    format: 'graph-model',
    modelTopology: {
      versions: { producer: 1 },
      node: [
        { name: 'x', op: 'Placeholder', attr: { ...float, shape: { shape: { dim: [{ size: '3' }] } } } },
        constant('weight', 3),
        constant('bias', 3),
        { name: 'product', op: 'Mul', input: ['x', 'weight'], attr: T },
        { name: 'y', op: 'AddV2', input: ['product', 'bias'], attr: T },
      ],
    },
    weightsManifest: [
      // The second weight begins within the first file.
      {
        paths: ['group1-shard1of2.bin', 'group1-shard2of2.bin'],
        weights: ['weight', 'bias'].map((name) => ({ name, shape: [3], dtype: 'float32' })),
      },
    ],
  };
  const bytes = Buffer.from(Float32Array.of(1, 2, 3, 10, 20, 30).buffer);
  writeFileSync(join(into, 'model.json'), JSON.stringify(model));
  writeFileSync(join(into, 'group1-shard1of2.bin'), bytes.subarray(0, 16));
  writeFileSync(join(into, 'group1-shard2of2.bin'), bytes.subarray(16));
}

describe('file://', () => {
  it('saves a model of tfjs-layers with its optimizer, and loads it', async () => {
    const model = sequential({ layers: [layers.dense({ units: 2, inputShape: [3] }), layers.dense({ units: 1 })] });
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    const path = join(folder, 'not', 'there', 'yet');
    const { modelArtifactsInfo } = await model.save(`file://${path}`, { includeOptimizer: true });
    expect(readdirSync(path).sort()).toEqual(['model.json', 'weights.bin']);
    expect(modelArtifactsInfo.weightDataBytes).toBe(readFileSync(join(path, 'weights.bin')).length);
    const loaded = await loadLayersModel(`file://${join(path, 'model.json')}`);
    expect(values(loaded.predict(ones([4, 3])))).toEqual(values(model.predict(ones([4, 3]))));
    expect(JSON.parse(readFileSync(join(path, 'model.json'), 'utf8')).trainingConfig.loss).toBe('mean_squared_error');
    await model.save(io.fileSystem(path)); // over the old one
    expect(readdirSync(path).sort()).toEqual(['model.json', 'weights.bin']);
  });

  it('loads a graph model whose weights are in several files', async () => {
    writeGraphModel(folder);
    const model = await loadGraphModel(`file://${join(folder, 'model.json')}`);
    expect(values(model.predict(tensor1d([1, 1, 2])))).toEqual([11, 22, 36]);
  });

  it('loads the two files of an old model', async () => {
    writeGraphModel(folder);
    const { weightsManifest } = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'));
    const paths = ['model.pb', 'manifest.json'].map((name) => join(folder, name)) as [string, string];
    writeFileSync(paths[0], Uint8Array.of(1, 2, 3));
    writeFileSync(paths[1], JSON.stringify(weightsManifest));
    const [handler] = io.getLoadHandlers(paths.map((path) => `file://${path}`));
    const { modelTopology, weightSpecs, weightData } = await handler!.load!();
    expect([...new Uint8Array(modelTopology as ArrayBuffer)]).toEqual([1, 2, 3]);
    expect(weightSpecs?.map(({ name }) => name)).toEqual(['weight', 'bias']);
    expect((weightData as ArrayBuffer).byteLength).toBe(24);
  });

  it('answers in one sentence', async () => {
    const missing = join(folder, 'nothing', 'model.json');
    await expect(loadLayersModel(`file://${missing}`)).rejects.toThrow(
      `${missing}: the file of the model could not be read (ENOENT).`,
    );
    const text = join(folder, 'text.json');
    writeFileSync(text, 'not JSON');
    await expect(loadLayersModel(`file://${text}`)).rejects.toThrow(`${text}: the file is not JSON.`);
    writeGraphModel(folder);
    rmSync(join(folder, 'group1-shard2of2.bin'));
    await expect(loadGraphModel(`file://${join(folder, 'model.json')}`)).rejects.toThrow('the file of the weights');
    expect(() => io.fileSystem(['one'])).toThrow('io.fileSystem: `path` must be one path');
    await expect(io.fileSystem(['a', 'b']).save({})).rejects.toThrow('`path` must be one folder to save to');
    // A file where the folder should be.
    const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1] })] });
    await expect(model.save(`file://${text}`)).rejects.toThrow('could not be written');
    zeros([1]).dispose();
  });
});
