// A Wasserstein GAN whose critic gets a penalty for steep scores, so a gradient is part of its loss: with a
// penalty for any gradient but 0 both networks come to rest.
import { useWasm } from '@neurite/backend-wasm';
import { build, hostArray, inference, RandomStream } from '@neurite/core';
import { fromArrays } from '@neurite/data';
import { dense, gelu, sequential } from '@neurite/layers';
import { gradientPenalty, interpolate, wasserstein } from '@neurite/losses';
import { adam } from '@neurite/optimizers';
import { createAlternatingStep, fit } from '@neurite/training';
import {
  add,
  moments,
  neg,
  onesLike,
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';

await useWasm();

const COUNT = 256;
const random = RandomStream.fromSeed(4);
const data = fromArrays({
  x: {
    real: hostArray(random.normals(COUNT, 3, 0.5), [COUNT, 1]),
    noise: hostArray(random.normals(COUNT * 2), [COUNT, 2]),
    mix: hostArray(random.uniforms(COUNT), [COUNT]), // how much of a sample between the two is real
  },
  y: hostArray(new Float32Array(COUNT)), // nothing to predict
});

const models = {
  critic: build(sequential(dense(16), gelu(), dense(1)), { input: [1], seed: 1 }),
  generator: build(dense(1), { input: [2], seed: 2 }),
};
type Samples = { readonly real: Tensor2D; readonly noise: Tensor2D; readonly mix: Tensor1D };
const optimizer = {
  critic: adam({ learningRate: 0.04, beta1: 0.5 }),
  generator: adam({ learningRate: 0.04, beta1: 0.5 }),
};
const step = createAlternatingStep<keyof typeof models, Samples>(models, {
  optimizer,
  loss: {
    critic: ({ x: { real, noise, mix } }, context) => {
      const fake = models.generator.forward(noise, context);
      const score = (x: Tensor) => models.critic.forward(x as Tensor2D, context);
      const [ofReal, ofFake] = [score(real), score(fake)];
      const distance = add(wasserstein(ofReal, onesLike(ofReal)), wasserstein(ofFake, neg(onesLike(ofFake))));
      const penalty = gradientPenalty(score, interpolate({ real, fake }, mix), { target: 0 });
      return add<Scalar>(distance, penalty);
    },
    generator: ({ x }, context) => {
      const said = models.critic.forward(models.generator.forward(x.noise, context), context);
      return wasserstein(said, onesLike(said));
    },
  },
});
await fit(models, data.shuffle().batch(64), { epochs: 50, step, optimizer, seed: 1 });

const made = tidy(() => {
  const noise = tensor2d(RandomStream.fromSeed(9).normals(2000), [1000, 2]);
  return moments(models.generator.forward(noise, inference()));
});
const [center, variance] = [(await made.mean.data())[0]!, (await made.variance.data())[0]!];
console.log(`real: 3.00 ± 0.50, generated: ${center.toFixed(2)} ± ${Math.sqrt(variance).toFixed(2)}`);
for (const model of Object.values(models)) model.dispose();
