// Learning without labels: two noisy views of a sample shall be near one another, and far from those of all others. What was
// learned so tells the classes apart where one label for each is enough.
import { useWasm } from '@neurite/backend-wasm';
import { build, hostArray, RandomStream } from '@neurite/core';
import { fromArrays } from '@neurite/data';
import { dense, relu, sequential } from '@neurite/layers';
import { infoNce } from '@neurite/losses';
import { adam } from '@neurite/optimizers';
import { createAlternatingStep, fit, predict } from '@neurite/training';
import { div, matMul, norm, type Tensor2D } from '@tensorflow/tfjs-core';

await useWasm();

// Two rings around one another: no line parts them. A view is the same point, turned and shaken.
const COUNT = 512;
const random = RandomStream.fromSeed(3);
const classes = Array.from({ length: COUNT }, (_, i) => i % 2);
const angles = random.uniforms(COUNT, 0, 2 * Math.PI);
const view = () => {
  const [turns, noise] = [random.uniforms(COUNT, 0, 2 * Math.PI), random.normals(COUNT, 0, 0.05)];
  const points = classes.flatMap((ring, i) => {
    const radius = 1 + ring + noise[i]!;
    return [radius * Math.cos(angles[i]! + turns[i]!), radius * Math.sin(angles[i]! + turns[i]!)];
  });
  return hostArray(Float32Array.from(points), [COUNT, 2]);
};
const data = fromArrays({ x: { one: view(), other: view() }, y: hostArray(new Float32Array(COUNT)) });

const models = { encoder: build(sequential(dense(32), relu(), dense(32), relu(), dense(4)), { input: [2], seed: 1 }) };
const optimizer = { encoder: adam({ learningRate: 0.005 }) };
type Views = { readonly one: Tensor2D; readonly other: Tensor2D };
const step = createAlternatingStep<'encoder', Views>(models, {
  optimizer,
  loss: {
    encoder: ({ x }, context) => {
      const [queries, keys] = [x.one, x.other].map((points) => models.encoder.forward(points, context));
      return infoNce({ queries: queries!, keys: keys! }, undefined, { temperature: 0.2 });
    },
  },
});
await fit(models, data.shuffle().batch(64), { epochs: 30, step, optimizer, seed: 1 });

// The class of each point is that of the labelled one, of two, whose direction is nearest.
const encoded = await predict(models.encoder, view());
const directions = div<Tensor2D>(encoded, norm(encoded, 'euclidean', 1, true));
const cosines = await matMul(directions, directions, false, true).data();
const right = classes.filter((ring, i) => Number(cosines[COUNT * i + 1]! > cosines[COUNT * i]!) === ring).length;
console.log(`${((100 * right) / COUNT).toFixed(1)} % of the points right, with two labels`);
encoded.dispose();
directions.dispose();
models.encoder.dispose();
