// A neuron computes z = w · x + b. Learning finds the w and b that bring z closest to the truth over a whole data set, by
// many small changes in the direction that helped.
import { useWasm } from '@neurite/backend-wasm';
import { Neuron, parameters, trainables, valueAndGradients } from '@neurite/core';
import { meanSquaredError } from '@neurite/losses';
import { dispose, mul, sub, tensor2d, tidy } from '@tensorflow/tfjs-core';

await useWasm();

// Points on the line y = 2x + 1.
const x = tensor2d([[-1], [0], [1], [2]]);
const y = tensor2d([[-1], [1], [3], [5]]);

using neuron = new Neuron({ inputs: 1 });
const LEARNING_RATE = 0.05;

for (let step = 0; step <= 100; step++) {
  const { value, gradients } = valueAndGradients(() => meanSquaredError(neuron.forward(x), y), trainables(neuron));
  if (step % 20 === 0) console.log(`step ${step}: loss ${(await value.data())[0]!.toFixed(5)}`);
  for (const [path, parameter] of parameters(neuron)) {
    // Against the gradient: the direction in which the loss becomes smaller.
    parameter.assign(tidy(() => sub(parameter.value, mul(gradients[path]!, LEARNING_RATE))));
  }
  dispose([value, gradients]);
}

const { text } = await neuron.explain([4]);
console.log(`for x = 4: ${text}`);
