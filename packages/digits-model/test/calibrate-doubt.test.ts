import { useWasm } from '@neurite/backend-wasm';
import { build, inference } from '@neurite/core';
import { memory, randomUniform, type Tensor4D } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { calibrateDoubt } from '../src/calibrate-doubt.js';
import { CLASSES, NO_DIGIT } from '../src/classes.js';
import { INPUT_SHAPE, network } from '../src/network.js';

it('moves the bias of no digit until so many images are taken for none, and nothing else', async () => {
  await useWasm();
  const model = build(network, { input: INPUT_SHAPE, seed: 1 });
  const x = randomUniform([400, ...INPUT_SHAPE], 0, 1, 'float32', 3) as Tensor4D;
  const read = async (): Promise<number[][]> => {
    const logits = model.forward(x, inference());
    const rows = (await logits.array()) as number[][];
    logits.dispose();
    return rows;
  };
  const before = await read();
  const logits = model.forward(x, inference());
  const tensors = memory().numTensors;
  await calibrateDoubt(model, logits);
  expect(memory().numTensors).toBe(tensors);
  const after = await read();
  const doubted = after.filter((row) => row[NO_DIGIT]! > Math.max(...row.slice(0, CLASSES)) + 1e-6);
  expect(doubted).toHaveLength(6);
  expect(after.map((row) => row.slice(0, CLASSES))).toEqual(before.map((row) => row.slice(0, CLASSES)));
});
