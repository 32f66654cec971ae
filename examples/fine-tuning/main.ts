// A network that was trained on one task gets a new head for another: first the head alone, then everything, slowly.
import { useWasm } from '@neurite/backend-wasm';
import {
  build,
  freeze,
  hostArray,
  loadState,
  RandomStream,
  setMode,
  stateDict,
  summary,
  unfreeze,
} from '@neurite/core';
import { fromArrays } from '@neurite/data';
import { batchNorm, dense, relu, sequential } from '@neurite/layers';
import { softmaxCrossEntropy } from '@neurite/losses';
import { accuracy } from '@neurite/metrics';
import { adam } from '@neurite/optimizers';
import { fit } from '@neurite/training';

await useWasm();

/** Points of the plane; their class follows from the angle, cut into `classes` slices. */
function slices(classes: number, count: number, seed: number) {
  const points = RandomStream.fromSeed(seed).normals(count * 2);
  const angle = (i: number): number => Math.atan2(points[2 * i + 1]!, points[2 * i]!) / (2 * Math.PI) + 0.5;
  const labels = Int32Array.from({ length: count }, (_, i) => Math.min(Math.floor(angle(i) * classes), classes - 1));
  return fromArrays({ x: hostArray(points, [count, 2]), y: hostArray(labels) });
}

const body = () => sequential(dense(32), batchNorm(), relu(), dense(32), batchNorm(), relu());
const measures = { loss: softmaxCrossEntropy, metrics: { accuracy } };
const train = (model: Parameters<typeof run>[0], data: ReturnType<typeof slices>, epochs: number, rate: number) =>
  run(model, data.shuffle().batch(32), epochs, rate);
async function run(model: ReturnType<typeof make>, batches: Batches, epochs: number, learningRate: number) {
  const { epochs: all } = await fit(model, batches, {
    ...measures,
    epochs,
    optimizer: adam({ learningRate }),
    seed: 1,
  });
  return `${(100 * all.at(-1)!.metrics.accuracy).toFixed(0)} %`;
}
type Batches = ReturnType<ReturnType<typeof slices>['batch']>;
const make = (classes: number) => build(sequential(body(), dense(classes)), { input: [2], seed: classes });

using trained = make(4);
console.log(`4 slices, from scratch: ${await train(trained, slices(4, 1000, 1), 20, 0.01)}`);

using tuned = make(6);
const learned = Object.entries(stateDict(trained)).filter(([path]) => path.startsWith('layers.0.'));
loadState(tuned, { ...stateDict(tuned), ...Object.fromEntries(learned) });

freeze(tuned, 'layers.0'); // the body keeps its weights …
setMode(tuned, 'layers.0', 'inference'); // … and its batch norms their running statistics
console.log(`6 slices from 200 points, the head alone: ${await train(tuned, slices(6, 200, 2), 20, 0.01)}`);

unfreeze(tuned);
console.log(`then all of it, slowly: ${await train(tuned, slices(6, 200, 2), 40, 0.003)}`);
console.log(summary(tuned));
