import { useWasm } from '@neurite/backend-wasm';
import { build, hostArray, inference, RandomStream } from '@neurite/core';
import { fromArrays } from '@neurite/data';
import { memory, type Tensor4D, tensor } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { asDrawn } from '../src/as-drawn.js';
import { calibrateDoubt } from '../src/calibrate-doubt.js';
import { CLASSES, NO_DIGIT } from '../src/classes.js';
import { INPUT_SHAPE, network } from '../src/network.js';
import { randomFigure } from '../src/random-figure.js';

it('moves the bias of no digit until so many prepared images are taken for none, and nothing else', async () => {
  await useWasm();
  const model = build(network, { input: INPUT_SHAPE, seed: 1 });
  const random = RandomStream.fromSeed(3);
  const count = 200;
  const pixels = new Float32Array(count * 784);
  for (let i = 0; i < count; i++) pixels.set(randomFigure(random), i * 784);
  const images = fromArrays({ x: hostArray(pixels, [count, ...INPUT_SHAPE]), y: hostArray(new Int32Array(count)) });
  const drawn = (await images.map(asDrawn).toArray()).flatMap(({ x }) => [...x.data]);
  const x = tensor(drawn, [count, ...INPUT_SHAPE]) as Tensor4D;
  const read = async (): Promise<number[][]> => {
    const logits = model.forward(x, inference());
    const rows = await logits.array();
    logits.dispose();
    return rows;
  };
  const before = await read();
  const tensors = memory().numTensors;
  await calibrateDoubt(model, images);
  expect(memory().numTensors).toBe(tensors);
  const after = await read();
  const doubted = after.filter((row) => row[NO_DIGIT]! > Math.max(...row.slice(0, CLASSES)) + 1e-6);
  expect(doubted).toHaveLength(2);
  expect(after.map((row) => row.slice(0, CLASSES))).toEqual(before.map((row) => row.slice(0, CLASSES)));
});
