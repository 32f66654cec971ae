// A user's few lines, bundled and run by the tests: turns the engine on, trains a convolution for one step, and says what
// came of it. In a page it waits to be called as `report`, elsewhere it prints a line for each number of threads.
import { useWasm } from '@neurite/backend-wasm';
import { registerGradients } from '@neurite/core';
import { conv2d, grad, mean, mul, ones, removeBackend, square, sub } from '@tensorflow/tfjs-core';

async function report(options) {
  try {
    const { simd, threads, reason } = await useWasm(options);
    registerGradients();
    const x = ones([8, 28, 28, 16]);
    const filter = mul(ones([3, 3, 16, 32]), 0.01);
    const gradient = grad((kernel) => mean(square(conv2d(x, kernel, 1, 'valid'))))(filter);
    const [weight] = await sub(filter, gradient).data();
    removeBackend('wasm');
    return { simd, threads, reason, weight };
  } catch (error) {
    return { error: error.message };
  }
}

async function print(options) {
  for (const threads of [1, 2]) process.stdout.write(`${JSON.stringify(await report({ ...options, threads }))}\n`);
}

if (typeof document === 'undefined') print(JSON.parse(process.argv[2] ?? '{}'));
else globalThis.report = report;
