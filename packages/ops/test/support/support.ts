import { registerGradients } from '@neurite/core';
import { checkGradients, isThorough } from '@neurite/testing';
import { concat, engine, grads, profile, reshape, square, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { expect, vi } from 'vitest';

/**
 * Checks the second derivatives by all inputs, by central differences of gradients: those of f², so that the incoming
 * gradient depends on every input too.
 */
export async function expectSecondDerivatives(f: (...xs: Tensor[]) => Tensor, inputs: Tensor[]): Promise<void> {
  const derivatives = (...xs: Tensor[]): Tensor =>
    concat(grads((...ys: Tensor[]) => square(f(...ys)))(xs).map((derivative) => reshape(derivative, [-1])));
  await checkGradients(derivatives, inputs, isThorough ? {} : { elements: 6 });
}

/** Expects each of the project's operations in `names` to run once in `f`, as one kernel. */
export async function expectKernels(f: () => unknown, names: readonly string[]): Promise<void> {
  registerGradients();
  // A composed kernel shows what it is composed of too.
  const { kernelNames } = await profile(() => tidy(() => void f()));
  const found = kernelNames.join(' ').split(/[ +]/);
  for (const name of names)
    expect(
      found.filter((other) => other === name),
      name,
    ).toHaveLength(1);
}

/** Expects that no tensor of this shape with one value everywhere is made on the host. */
export function expectNoZeros(run: () => unknown, shape: readonly number[]): void {
  const made = vi.spyOn(engine(), 'makeTensor');
  run();
  const calls = made.mock.calls.map(([values, of]) => `${new Set(values as Float32Array).size} in [${of}]`);
  made.mockRestore();
  expect(calls).not.toContain(`1 in [${shape}]`);
}
