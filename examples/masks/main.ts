// Sequences of different lengths in one batch: padded with 0, and a mask beside them says which steps count. The tag of a
// number is whether a larger one comes later, so the network must read backwards too, and not be misled by the padding.
import { useWasm } from '@neurite/backend-wasm';
import { build, hostArray, RandomStream, tokens } from '@neurite/core';
import { fromArrays } from '@neurite/data';
import { bidirectional, dense, embedding, lstm, masked, sequential } from '@neurite/layers';
import { softmaxCrossEntropy } from '@neurite/losses';
import { accuracy } from '@neurite/metrics';
import { adam } from '@neurite/optimizers';
import { fit } from '@neurite/training';

await useWasm();

const [COUNT, LENGTH, VOCABULARY] = [400, 8, 10];
const random = RandomStream.fromSeed(3);
const words = new Int32Array(COUNT * LENGTH);
const mask = new Float32Array(COUNT * LENGTH);
const tags = new Int32Array(COUNT * LENGTH).fill(-100); // no class: of no weight
for (let row = 0; row < COUNT; row++) {
  const length = 2 + random.integer(LENGTH - 1);
  const numbers = Array.from({ length }, () => 1 + random.integer(VOCABULARY - 1));
  numbers.forEach((number, step) => {
    const at = row * LENGTH + step;
    words[at] = number;
    mask[at] = 1;
    tags[at] = numbers.slice(step + 1).some((later) => later > number) ? 1 : 0;
  });
}
const shape = [COUNT, LENGTH];
const data = fromArrays({
  x: { x: hostArray(words, shape), mask: hostArray(mask, shape) },
  y: hostArray(tags, shape),
  weights: hostArray(mask, shape),
});

const tagger = sequential(
  embedding(VOCABULARY, 8),
  bidirectional(lstm(16, { returnSequences: true })),
  dense(2), // for each step: dense acts on the last axis
);
using model = build(masked(tagger), { input: { x: tokens([null]), mask: [null] }, seed: 1 });
const history = await fit(model, data.shuffle().batch(40), {
  epochs: 15,
  loss: softmaxCrossEntropy,
  metrics: { accuracy },
  optimizer: adam({ learningRate: 0.02 }),
  seed: 1,
});
const { loss, metrics } = history.epochs.at(-1)!;
console.log(`loss ${loss.toFixed(3)}, ${(100 * metrics.accuracy).toFixed(0)} % of the tags right`);
