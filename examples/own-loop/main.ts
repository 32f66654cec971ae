// A training loop without `fit`: what it does, in plain sight. Everything here is public.
import { useWasm } from '@neurite/backend-wasm';
import { build, RandomStream, stepInput } from '@neurite/core';
import { fromArrays } from '@neurite/data';
import { dense, dropout, relu, sequential } from '@neurite/layers';
import { meanSquaredError } from '@neurite/losses';
import { adam } from '@neurite/optimizers';
import { createTrainStep, disposeState, initialState, storeState, toTensors } from '@neurite/training';

await useWasm();

const inputs = Array.from({ length: 256 }, (_, i) => [i / 64 - 2]);
const data = fromArrays({ x: inputs, y: inputs.map(([x]) => [Math.sin(2 * x!)]) });

using model = build(sequential(dense(32), relu(), dropout(0.05), dense(1)), { input: [1], seed: 1 });
const optimizer = adam({ learningRate: 0.01 });
const step = createTrainStep(model, { loss: meanSquaredError, optimizer });
const random = RandomStream.fromSeed(1);

let state = initialState(model, optimizer);
for (let epoch = 0; epoch < 60; epoch++) {
  let total = 0;
  for await (const batch of data.shuffle().batch(32).iterate({ epoch })) {
    using tensors = toTensors(batch);
    const next = step(state, tensors, stepInput(random, state));
    total += (await next.loss.data())[0]!;
    next.loss.dispose();
    disposeState(state);
    state = next.state;
  }
  if (epoch % 20 === 19) console.log(`epoch ${epoch + 1}: loss ${(total / 8).toFixed(4)}`);
}
storeState(model, state);
disposeState(state);
