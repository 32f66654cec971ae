import { RandomStream } from '@neurite/core';
import { engine, type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { Draw, Given, Inputs, KernelCase, Made } from './kernel-case.js';

type RunKernel = ReturnType<typeof engine>['runKernel'];

/** The inputs as tensors on the running backend, owned by the caller. */
export function inputsOf(inputs: Inputs): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, toTensor(name, input)]));
}

/** Calls the running backend's kernel; the caller owns what comes out. */
export function runKernel(
  { kernel, attrs }: Pick<KernelCase, 'kernel' | 'attrs'>,
  inputs: Readonly<Record<string, Tensor>>,
): Tensor[] {
  // Kernels of a list, such as Concat, take it as their record of inputs.
  const named = '0' in inputs ? Object.values(inputs) : inputs;
  const outputs = engine().runKernel(
    kernel,
    named as unknown as Parameters<RunKernel>[1],
    attrs as Parameters<RunKernel>[2], // as the kernel's own definition in tfjs-core asks
  );
  return Array.isArray(outputs) ? outputs : [outputs];
}

/** A few numbers that equal results share and different ones hardly: size, mean magnitude, and two weighted sums. */
export function digestOf(outputs: readonly Tensor[]): number[] {
  return outputs.flatMap((output) => {
    const values = output.dataSync();
    let [magnitude, first, second] = [0, 0, 0];
    for (let i = 0; i < values.length; i++) {
      const value = Number(values[i]);
      magnitude += Math.abs(value);
      first += value * Math.cos(i);
      second += value * Math.cos(i * i + 1);
    }
    const count = Math.max(1, values.length);
    // The sums of random numbers grow with the root of their count.
    return [values.length, magnitude / count, first / Math.sqrt(count), second / Math.sqrt(count)];
  });
}

/** Whether two digests are of the same values, up to float32 rounding in sums of another order. */
export function sameDigest(a: readonly number[], b: readonly number[]): boolean {
  const scale = Math.max(...a.map((value, i) => (i % 4 === 1 ? Math.abs(value) : 0)), 1e-6);
  return (
    a.length === b.length && a.every((value, i) => Object.is(value, b[i]) || Math.abs(value - b[i]!) <= 1e-3 * scale)
  );
}

function toTensor(name: string, input: Draw | Made | Given): Tensor {
  if ('kernel' in input) {
    const inputs = inputsOf(input.inputs);
    const [output] = runKernel(input, inputs);
    for (const made of Object.values(inputs)) made.dispose();
    return output!;
  }
  const { shape, dtype = 'float32' } = input;
  if ('values' in input) {
    const values = dtype === 'int32' ? Int32Array.from(input.values) : Float32Array.from(input.values);
    return tensor(values, [...shape], dtype);
  }
  const size = shape.reduce((a, b) => a * b, 1);
  const { low = -1, high = 1, sorted = false } = input;
  // By the role of the input: a pool's input and the input of what made its output are the same numbers.
  const random = RandomStream.fromSeed(1).child(name === 'input' ? 'x' : name);
  const values = random.uniforms(size).map((value) => low + value * (high - low));
  if (sorted) values.sort();
  if (dtype === 'float32') return tensor(values, [...shape]);
  const whole = values.map(Math.floor);
  return tensor(dtype === 'bool' ? Uint8Array.from(whole) : Int32Array.from(whole), [...shape], dtype);
}
