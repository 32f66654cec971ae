import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ArgumentError,
  build,
  FormatError,
  identity,
  inference,
  type Module,
  parameters,
  shared,
  stateDict,
  tokens,
} from '@neurite/core';
import * as layers from '@neurite/layers';
import { expectError, expectNoLeak, onEachBackend } from '@neurite/testing';
import { type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  loadModel,
  loadSafetensors,
  modelToSafetensors,
  readSafetensors,
  safetensorsToModel,
  saveModel,
  tensorsToSafetensors,
} from '../src/index.js';

const { batchNorm, dense, flatten, inputs, embedding, concatenate, relu, sequential } = layers;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'model-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Two inputs, one of them of ids; a tower that is used twice; an initializer; buffers. */
function makeModel(): Module<{ readonly words: Tensor2D; readonly numbers: Tensor2D }, Tensor2D> {
  const tower = shared('tower', dense(3, { kernelInitializer: identity() }));
  return build(
    sequential(
      inputs({ words: sequential(embedding(5, 3), flatten()), numbers: sequential(tower, relu(), tower) }),
      concatenate(),
      batchNorm(),
      dense(2),
    ),
    { input: { words: tokens([2]), numbers: [3] }, seed: 7 },
  );
}

async function answerOf(model: ReturnType<typeof makeModel>): Promise<number[]> {
  const words = tensor2d([[1, 2]], [1, 2], 'int32');
  const numbers = tensor2d([[0.5, -1, 2]]);
  const y = model.forward({ words, numbers }, inference());
  const values = [...(await y.data())];
  for (const tensor of [words, numbers, y]) tensor.dispose();
  return values;
}

onEachBackend((backend) => {
  it(`saves and loads architecture and weights in one file (${backend})`, async () => {
    const path = join(folder, 'deep', 'model.safetensors');
    await expectNoLeak(async () => {
      using model = makeModel();
      await saveModel(path, model, { metadata: { classes: 'cat,dog' } });
      using again = await loadModel<Parameters<typeof model.forward>[0], Tensor2D>(path, layers);
      expect(Object.keys(stateDict(again))).toEqual(Object.keys(stateDict(model)));
      expect(await answerOf(again)).toEqual(await answerOf(model));
    });
    expect(readSafetensors(await readFile(path)).metadata.classes).toBe('cat,dog');
  });
});

it('is a file of weights to everybody else', async () => {
  using model = makeModel();
  const path = join(folder, 'weights.safetensors');
  await saveModel(path, model);
  const { tensors } = await loadSafetensors(path);
  expect(Object.keys(tensors).sort()).toEqual(Object.keys(stateDict(model)).sort());
  for (const tensor of Object.values(tensors)) tensor.dispose();
});

it('writes the same bytes for the same model', async () => {
  using a = makeModel();
  using b = makeModel();
  const bytes = await modelToSafetensors(a);
  expect(await modelToSafetensors(b)).toEqual(bytes);
  using again = safetensorsToModel(bytes, layers);
  expect(await modelToSafetensors(again as Module<never, unknown>)).toEqual(bytes);
});

it.each<[string, (model: Module<never, unknown>) => unknown, new (...details: never[]) => Error, string]>([
  [
    'a module made by hand',
    () => modelToSafetensors(new layers.Relu() as never),
    ArgumentError,
    'modelConfig: `model` must be made by build, from a blueprint that has a config; received a module made by hand. ' +
      'Make blueprints with defineLayer or withConfig, or save the weights alone: stateDict(model).',
  ],
  [
    'metadata that would replace the architecture',
    (model) => modelToSafetensors(model, { metadata: { neurite: 'mine' } }),
    ArgumentError,
    'modelToSafetensors: `metadata` must have other names than `neurite`, which holds the architecture; ' +
      'received one called neurite.',
  ],
  [
    'a layer that the registry lacks',
    async (model) => safetensorsToModel(await modelToSafetensors(model), { sequential }),
    ArgumentError,
    'fromConfig: `registry` must have a function for each name in the config; received none for dense. ' +
      'Register it: { ...layers, dense }.',
  ],
  [
    'weights alone',
    async (model) => safetensorsToModel(await tensorsToSafetensors(stateDict(model)), layers),
    FormatError,
    'safetensorsToModel: `metadata.neurite` must hold an architecture; received weights alone. ' +
      'Build the model, then loadState(model, tensors).',
  ],
  [
    'metadata of another kind',
    async () => safetensorsToModel(await tensorsToSafetensors({}, { metadata: { neurite: '[1' } }), layers),
    FormatError,
    'safetensorsToModel: `metadata.neurite` must be JSON with a version and a model; received "[1".',
  ],
  [
    'a later version',
    async () =>
      safetensorsToModel(await tensorsToSafetensors({}, { metadata: { neurite: '{"version":2,"model":{}}' } }), layers),
    FormatError,
    'safetensorsToModel: `metadata.neurite` must be of version 1; received version 2. Update @neurite/formats.',
  ],
  [
    'an architecture that is no model',
    async () =>
      safetensorsToModel(await tensorsToSafetensors({}, { metadata: { neurite: '{"version":1,"model":3}' } }), layers),
    ArgumentError,
    'modelFromConfig: `config` must describe a model: { name: "build", arguments: [network, { input }] }; received 3.',
  ],
])('refuses %s, and leaves nothing', async (_, run, type, message) => {
  await expectNoLeak(async () => {
    using model = build(sequential(dense(2)), { input: [3], seed: 7 });
    await expectError(() => run(model as Module<never, unknown>), type, message);
  });
});

it('refuses weights of another architecture, or that are not finite, and leaves nothing', async () => {
  await expectNoLeak(async () => {
    using model = build(dense(2), { input: [3], seed: 7 });
    const { metadata } = readSafetensors(await modelToSafetensors(model));
    const { kernel } = stateDict(model);
    const bytes = await tensorsToSafetensors({ kernel: kernel! }, { metadata });
    expect(() => safetensorsToModel(bytes, layers)).toThrow(
      'loadState: `state` must have exactly the paths of the module',
    );
    parameters(model)
      .get('kernel')!
      .assign(tensor2d([0, 1, 2, Number.NaN, 4, 5], [3, 2]));
    const broken = await modelToSafetensors(model);
    expect(() => safetensorsToModel(broken, layers)).toThrow(
      '`kernel` must have finite numbers only; received NaN at index 3',
    );
  });
});

it('names the file that is broken', async () => {
  const path = join(folder, 'broken.safetensors');
  await writeFile(path, 'no');
  await expect(loadModel(path, layers)).rejects.toThrow(`(${path})`);
});
