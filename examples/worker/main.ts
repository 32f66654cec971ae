// Training in a worker thread: this program stays free, hears of the progress, and gets the weights at the end.
import { useWasm } from '@neurite/backend-wasm';
import { build, type HostCopy, inference, loadHostCopy } from '@neurite/core';
import { dense, relu, sequential } from '@neurite/layers';
import { trainInWorker } from '@neurite/training-worker';
import { tensor2d } from '@tensorflow/tfjs-core';

const training = trainInWorker<{ readonly weights: HostCopy }>(new URL('./training.js', import.meta.url), {
  input: { epochs: 100 }, // data, never functions: the worker's module makes everything else
  onEpoch: ({ epoch, loss }) => {
    if (epoch % 25 === 0) console.log(`epoch ${epoch}: loss ${loss.toFixed(4)}`);
  },
});
// Meanwhile timers, requests and the keyboard are answered.
const { weights } = await training.result;

await useWasm();
using model = build(sequential(dense(32), relu(), dense(1)), { input: [1] });
loadHostCopy(model, weights);
const [y] = await model.forward(tensor2d([[Math.PI / 4]]), inference()).data();
console.log(`sin(π / 2) is about ${y!.toFixed(2)}`);
