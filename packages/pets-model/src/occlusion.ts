import { type HostArray, hostArray, type Module } from '@neurite/core';
import { predict } from '@neurite/training/predict';
import { softmax, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import { type Heat, toUnit } from './grad-cam.js';
import { GRAY, toInputs } from './pixels.js';

/** Positions of the patch along each side; it covers two steps of them. */
const POSITIONS = 8;

/**
 * Which parts of a photograph the answer needs: how much the probability of a class falls when a gray patch covers them.
 *
 * @param photograph uint8 [height, width, 3]
 * @param label the index of the class
 * @returns a number for each position of the patch, with a maximum of 1; all 0 where no patch makes the class less probable
 * @see Zeiler and Fergus, "Visualizing and understanding convolutional networks", 2014
 */
export async function occlusion(
  model: Module<Tensor4D, Tensor2D>,
  photograph: HostArray<'uint8'>,
  label: number,
): Promise<Heat> {
  const [height, width] = photograph.shape as [number, number]; // an image
  const count = POSITIONS * POSITIONS;
  const size = photograph.data.length;
  const all = new Uint8Array((count + 1) * size);
  const [high, wide] = [Math.ceil((2 * height) / (POSITIONS + 1)), Math.ceil((2 * width) / (POSITIONS + 1))];
  for (let i = 0; i <= count; i++) {
    all.set(photograph.data, i * size);
    if (i === count) break; // the last one stays as it is
    const top = Math.round((Math.floor(i / POSITIONS) * (height - high)) / (POSITIONS - 1));
    const left = Math.round(((i % POSITIONS) * (width - wide)) / (POSITIONS - 1));
    for (let y = top; y < top + high; y++) {
      for (let x = left; x < left + wide; x++) all.set(GRAY, i * size + (y * width + x) * 3);
    }
  }
  const logits = await predict(model, toInputs(hostArray(all, [count + 1, height, width, 3])), { batchSize: 32 });
  const probabilities = softmax(logits);
  const values = await probabilities.data();
  const classes = logits.shape[1];
  logits.dispose();
  probabilities.dispose();
  const whole = values[count * classes + label]!;
  const falls = Float32Array.from({ length: count }, (_, i) => whole - values[i * classes + label]!);
  return { values: toUnit(falls), height: POSITIONS, width: POSITIONS };
}
