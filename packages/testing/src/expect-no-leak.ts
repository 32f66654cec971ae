import { memory, Tensor } from '@tensorflow/tfjs-core';
import { assert } from 'vitest';

/**
 * Expects `f` to leave exactly the tensors that it returns, and to dispose none that it did not make.
 *
 * What it returns is disposed here: tensors, modules and other disposables, also inside arrays, maps and records.
 *
 * @param f called once
 * @throws AssertionError that says how many tensors or buffers stayed
 * @example
 * await expectNoLeak(() => layer.forward(x, inference()));
 */
export async function expectNoLeak(f: () => unknown | Promise<unknown>): Promise<void> {
  const before = memory();
  release(await f());
  const after = memory();
  const tensors = after.numTensors - before.numTensors;
  const buffers = after.numDataBuffers - before.numDataBuffers;
  if (tensors > 0) assert.fail(`it left ${tensors} tensor(s) behind that it did not return`);
  if (tensors < 0) assert.fail(`it disposed or returned ${-tensors} tensor(s) that it did not make`);
  if (buffers !== 0) assert.fail(`it left ${buffers} buffer(s) of tensor data behind`);
}

/** Disposes every tensor and disposable in a value: itself, in arrays, maps and plain records. */
export function release(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  if (value instanceof Tensor) {
    if (!value.isDisposed) value.dispose();
  } else if (Symbol.dispose in value && typeof value[Symbol.dispose] === 'function') {
    (value[Symbol.dispose] as () => void).call(value);
  } else if (Array.isArray(value) || value instanceof Map) {
    for (const child of value.values()) release(child);
  } else if (!ArrayBuffer.isView(value)) {
    for (const child of Object.values(value)) release(child);
  }
}
