// A user's program in plain Node: the packed packages train together.
import { useWasm } from '@neurite/backend-wasm';
import { build, hostArray } from '@neurite/core';
import { fromArrays } from '@neurite/data';
import { dense, relu, sequential } from '@neurite/layers';
import { meanSquaredError } from '@neurite/losses';
import { adam } from '@neurite/optimizers';
import { fit } from '@neurite/training';

await useWasm();
const numbers = Float32Array.from({ length: 64 }, (_, i) => i / 32 - 1);
const column = (data) => hostArray(data, [data.length, 1]);
const parabola = fromArrays({ x: column(numbers), y: column(numbers.map((x) => x * x)) });
const model = build(sequential(dense(16), relu(), dense(1)), { input: [1], seed: 7 });
const { epochs } = await fit(model, parabola.shuffle().batch(16), {
  epochs: 20,
  loss: meanSquaredError,
  optimizer: adam({ learningRate: 1e-2 }),
  seed: 7,
});
const losses = epochs.map(({ loss }) => loss);
if (!(losses.at(-1) < losses[0] / 4)) throw new RangeError(`the loss did not fall: ${losses.join(', ')}`);
model.dispose();
