// Two networks against each other: the generator makes numbers, the discriminator tells them from real ones, and each
// learns from the other. `fit` takes a step over several models.
import { useWasm } from '@neurite/backend-wasm';
import { build, hostArray, inference, RandomStream } from '@neurite/core';
import { fromArrays } from '@neurite/data';
import { dense, leakyRelu, sequential } from '@neurite/layers';
import { sigmoidCrossEntropy } from '@neurite/losses';
import { adam } from '@neurite/optimizers';
import { createAlternatingStep, fit } from '@neurite/training';
import { add, moments, onesLike, type Tensor2D, tensor2d, tidy, zerosLike } from '@tensorflow/tfjs-core';

await useWasm();

// Real samples: a normal distribution around 3. The noise comes with them.
const COUNT = 512;
const random = RandomStream.fromSeed(4);
const data = fromArrays({
  x: {
    real: hostArray(random.normals(COUNT, 3, 0.5), [COUNT, 1]),
    noise: hostArray(random.normals(COUNT * 4), [COUNT, 4]),
  },
  y: hostArray(new Float32Array(COUNT)), // nothing to predict
});

const models = {
  discriminator: build(sequential(dense(16), leakyRelu(), dense(1)), { input: [1], seed: 1 }),
  generator: build(sequential(dense(16), leakyRelu(), dense(1)), { input: [4], seed: 2 }),
};
type Samples = { readonly real: Tensor2D; readonly noise: Tensor2D };
const optimizer = { discriminator: adam({ learningRate: 0.01 }), generator: adam({ learningRate: 0.003 }) };
const step = createAlternatingStep<keyof typeof models, Samples>(models, {
  optimizer,
  loss: {
    discriminator: ({ x }, context) => {
      const real = models.discriminator.forward(x.real, context);
      const fake = models.discriminator.forward(models.generator.forward(x.noise, context), context);
      return add(sigmoidCrossEntropy(real, onesLike(real)), sigmoidCrossEntropy(fake, zerosLike(fake)));
    },
    generator: ({ x }, context) => {
      const said = models.discriminator.forward(models.generator.forward(x.noise, context), context);
      return sigmoidCrossEntropy(said, onesLike(said)); // it wants to be taken for real
    },
  },
});
await fit(models, data.shuffle().batch(64), { epochs: 60, step, optimizer, seed: 1 });

const made = tidy(() => {
  const noise = tensor2d(RandomStream.fromSeed(9).normals(4000), [1000, 4]);
  return moments(models.generator.forward(noise, inference()));
});
const [mean, variance] = [(await made.mean.data())[0]!, (await made.variance.data())[0]!];
console.log(`real: 3.00 ± 0.50, generated: ${mean.toFixed(2)} ± ${Math.sqrt(variance).toFixed(2)}`);
for (const model of Object.values(models)) model.dispose();
