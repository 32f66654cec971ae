// Ten lines of a user in plain Node: the packed packages train together.
import { useWasm } from '@neurite/backend-wasm';
import { build, hostArray } from '@neurite/core';
import { fromArray } from '@neurite/data';
import { dense, relu, sequential } from '@neurite/layers';
import { meanSquaredError } from '@neurite/losses';
import { adam } from '@neurite/optimizers';
import { fit } from '@neurite/training';

await useWasm();
const examples = Array.from({ length: 64 }, (_, i) => {
  const x = i / 32 - 1;
  return { x: hostArray(Float32Array.of(x)), y: hostArray(Float32Array.of(x * x)) };
});
const model = build(sequential(dense(16), relu(), dense(1)), { inputShape: [1], seed: 7 });
const data = fromArray(examples).shuffle().batch(16);
const history = await fit(model, data, {
  epochs: 20,
  loss: meanSquaredError,
  optimizer: adam({ learningRate: 1e-2 }),
  seed: 7,
});
const losses = history.epochs.map(({ loss }) => loss);
const last = losses.at(-1);
if (!(last < losses[0] / 4)) throw new RangeError(`the loss did not fall: ${losses.join(', ')}`);
model.dispose();
