// Two inputs (a small image and its words) and two outputs (a class and a price), each with a loss of its own; where a
// price is unknown its weight is 0, and whatever stands there counts for nothing.
import { useWasm } from '@neurite/backend-wasm';
import { build, hostArray, RandomStream, tokens } from '@neurite/core';
import { fromArrays } from '@neurite/data';
import { concatenate, conv2d, dense, embedding, flatten, inputs, parallel, relu, sequential } from '@neurite/layers';
import { meanSquaredError, softmaxCrossEntropy, weighted } from '@neurite/losses';
import { accuracy, forOutput } from '@neurite/metrics';
import { adam } from '@neurite/optimizers';
import { fit } from '@neurite/training';

await useWasm();

// The class says whether the image is bright; the price is the number of the word with id 1, and unknown for every third.
const COUNT = 120;
const random = RandomStream.fromSeed(5);
const images = random.uniforms(COUNT * 16);
const words = Int32Array.from({ length: COUNT * 3 }, () => random.integer(4));
const isBright = (i: number): number => (images.subarray(i * 16, i * 16 + 16).reduce((a, b) => a + b) > 8 ? 1 : 0);
const onesIn = (i: number): number => words.subarray(i * 3, i * 3 + 3).filter((word) => word === 1).length;
const known = Float32Array.from({ length: COUNT }, (_, i) => (i % 3 === 0 ? 0 : 1));

const data = fromArrays({
  x: { image: hostArray(images, [COUNT, 4, 4, 1]), words: hostArray(words, [COUNT, 3]) },
  y: {
    bright: hostArray(Int32Array.from({ length: COUNT }, (_, i) => isBright(i))),
    price: hostArray(
      Float32Array.from(known, (isKnown, i) => (isKnown ? onesIn(i) : Number.NaN)),
      [COUNT, 1],
    ),
  },
  weights: { price: hostArray(known) },
});

const network = sequential(
  inputs({
    image: sequential(conv2d(8, 3), relu(), flatten()),
    words: sequential(embedding(4, 4), flatten()),
  }),
  concatenate(),
  dense(32),
  relu(),
  parallel({ bright: dense(2), price: dense(1) }),
);
using model = build(network, { input: { image: [4, 4, 1], words: tokens([3]) }, seed: 2 });
const history = await fit(model, data.shuffle().batch(20), {
  epochs: 60,
  loss: weighted({ bright: softmaxCrossEntropy, price: [0.5, meanSquaredError] }),
  metrics: { bright: forOutput('bright', accuracy) },
  optimizer: adam({ learningRate: 5e-3 }),
  seed: 2,
});
const { loss, metrics } = history.epochs.at(-1)!;
console.log(`loss ${loss.toFixed(3)}, bright or not: ${(100 * metrics.bright).toFixed(0)} % right`);
