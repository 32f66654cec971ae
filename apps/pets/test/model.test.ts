import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useWasm } from '@neurite/backend-wasm';
import { hostArray, inference, parameters } from '@neurite/core';
import { writeSafetensors } from '@neurite/formats';
import { MeanFeatures } from '@neurite/pets-model/mean-features';
import type { PetNetwork } from '@neurite/pets-model/network';
import { toInputs } from '@neurite/pets-model/pixels';
import { distanceFromUsual } from '@neurite/pets-model/usual';
import { predict } from '@neurite/training';
import { removeBackend, type Tensor4D, tensor } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowsOf } from '../src/data/photographs.js';
import { evaluatePart } from '../src/evaluate/evaluate.js';
import { measureUsual } from '../src/evaluate/measure-usual.js';
import { chooseTemperature } from '../src/evaluate/temperature.js';
import { newNetwork } from '../src/model/torch-weights.js';
import { photograph } from './support/photographs.js';

const fixture = (name: string) => new URL(`../../../fixtures/pets/${name}`, import.meta.url).pathname;
const references = JSON.parse(readFileSync(fixture('references.json'), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'pets-model-'));

beforeAll(() => useWasm());
afterAll(() => {
  removeBackend('wasm');
  rmSync(folder, { recursive: true });
});

describe('weights by the names of PyTorch', () => {
  it.each(['basic', 'bottleneck'])('of the kind %s give the features that PyTorch gives', async (name) => {
    const network = await newNetwork({ classes: 3, seed: 1, weights: fixture(`${name}.safetensors`) });
    const image = tensor(references.image, references.shape) as Tensor4D;
    const features = network.layers.pool.forward(network.layers.backbone.forward(image, inference()), inference());
    const values = await features.data();
    expect(values).toHaveLength(references[name].length);
    for (const [i, value] of references[name].entries()) expect(values[i]).toBeCloseTo(value, 4);
    // The last layer is new, since the file has other classes.
    expect(parameters(network).get('layers.fc.kernel')!.shape).toEqual([references[name].length, 3]);
    network.dispose();
  });

  it('are refused where they are something else', async () => {
    const path = join(folder, 'other.safetensors');
    const entry = (...shape: number[]) => ({
      dtype: 'F32' as const,
      shape,
      data: new Float32Array(shape.reduce((product, size) => product * size, 1)),
    });
    const fails = (message: string) =>
      expect(newNetwork({ classes: 2, seed: 1, weights: path })).rejects.toThrow(message);
    writeFileSync(path, writeSafetensors({ tensors: { 'fc.weight': entry(2, 3) } }));
    await fails(`${path}: it does not hold the weights of a residual network by the names of torchvision`);
    const block = { 'layer1.0.conv1.weight': entry(4, 4, 3, 3), 'layer1.0.conv2.weight': entry(4, 4, 3, 3) };
    writeFileSync(path, writeSafetensors({ tensors: { 'conv1.weight': entry(4, 3, 7, 7), ...block } }));
    await fails(`${path}: its weights do not fit together (`);
    writeFileSync(path, 'no weights');
    await fails(path);
  });
});

describe('a network', () => {
  let network: PetNetwork;
  const image = photograph('cat', 1, 32);
  const part = { x: hostArray(image.data, [1, 32, 32, 3]), y: hostArray(Int32Array.of(0)), files: ['cat.jpg'] };
  beforeAll(async () => {
    network = await newNetwork({ classes: 2, seed: 1, weights: fixture('basic.safetensors') });
  });
  afterAll(() => network.dispose());

  it('is tested: shares, confusions and how sure it is', async () => {
    const { accuracy, confusion, probabilities, bins } = await evaluatePart(network, part, {
      classes: 2,
      temperature: 1,
    });
    expect(probabilities[0]! + probabilities[1]!).toBeCloseTo(1, 5);
    const isRight = probabilities[0]! > probabilities[1]!;
    expect(accuracy.proportion).toBe(isRight ? 1 : 0);
    expect(confusion).toEqual(
      isRight
        ? [
            [1, 0],
            [0, 0],
          ]
        : [
            [0, 1],
            [0, 0],
          ],
    );
    expect(bins).toEqual([{ sure: expect.closeTo(Math.max(...probabilities), 5), right: isRight ? 1 : 0, count: 1 }]);
  });

  it('knows what photographs usually look like', async () => {
    const count = 40;
    const data = new Uint8Array((count + 1) * image.data.length).fill(255);
    for (let i = 0; i < count; i++) data.set(photograph(i % 2 ? 'cat' : 'dog', i, 32).data, i * image.data.length);
    const all = { x: hostArray(data, [count + 1, 32, 32, 3]), y: hostArray(new Int32Array(count + 1)), files: [] };
    const rows = Array.from({ length: count }, (_, row) => row);
    const usual = await measureUsual(network, rowsOf({ ...all, files: rows.map(String) }, rows), 2);
    const features = await predict(new MeanFeatures(network), toInputs(all.x));
    const values = (await features.array()).map((one) => distanceFromUsual(one, usual));
    features.dispose();
    // What is above 1 of as many is one of them, and what is white.
    expect(values.slice(0, count).filter((distance) => distance > 1.001)).toHaveLength(1);
    expect(values[count]).toBeGreaterThan(2);
  });

  it('has a temperature within its bounds, high where it is wrong', async () => {
    const answer = (await evaluatePart(network, part, { classes: 2, temperature: 1 })).confusion[0]!.indexOf(1);
    const label = (y: number) => ({ ...part, y: hostArray(Int32Array.of(y)) });
    expect(await chooseTemperature(network, label(answer), 2)).toBe(0.5);
    expect(await chooseTemperature(network, label(1 - answer), 2)).toBe(5);
  });
});
