// A trained model in one file, architecture and weights, with the names of its classes beside them. Whoever loads it needs
// the functions that made its layers, yours among them; Python reads the weights with safetensors.
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useWasm } from '@neurite/backend-wasm';
import { build, inference, withConfig } from '@neurite/core';
import { fromArrays } from '@neurite/data';
import { loadModel, readSafetensors, saveModel } from '@neurite/formats';
import * as layers from '@neurite/layers';
import { softmaxCrossEntropy } from '@neurite/losses';
import { adam } from '@neurite/optimizers';
import { fit } from '@neurite/training';
import { argMax, sin, type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';

await useWasm();

/** A layer of one's own: its config is the call that makes it again. */
const sine = () =>
  withConfig(
    'sine',
    [],
    layers.lambda((x: Tensor2D) => sin(x), { name: 'sine' }),
  );

// Points inside of a circle, and outside.
const points = Array.from({ length: 400 }, (_, i) => [(i % 20) / 10 - 0.95, Math.floor(i / 20) / 10 - 0.95] as const);
const data = fromArrays({
  x: points.map(([x, y]) => [x, y]),
  y: Int32Array.from(points, ([x, y]) => (x * x + y * y < 0.5 ? 0 : 1)),
});
const network = layers.sequential(layers.dense(16), sine(), layers.dense(2));
using model = build(network, { input: [2], seed: 3 });
const optimizer = adam({ learningRate: 0.02 });
await fit(model, data.shuffle().batch(40), { epochs: 30, loss: softmaxCrossEntropy, optimizer, seed: 3 });

const path = join(await mkdtemp(join(tmpdir(), 'saving-')), 'circle.safetensors');
await saveModel(path, model, { metadata: { classes: 'inside,outside' } });

// In another program:
using loaded = await loadModel<Tensor2D, Tensor2D>(path, { ...layers, sine });
const { metadata } = readSafetensors(await readFile(path));
const classes = metadata.classes!.split(',');
const two = tensor2d([0.1, 0.2, 0.9, -0.8], [2, 2]);
const answers = await argMax(loaded.forward(two, inference()), -1).data();
console.log(`(0.1, 0.2) is ${classes[answers[0]!]}, (0.9, −0.8) ${classes[answers[1]!]}`);
