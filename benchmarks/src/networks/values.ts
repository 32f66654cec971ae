import type { Shape } from '@neurite/core';

// Every peer starts from the same numbers, so that what they compute can be compared. They come from the counter alone,
// by a hash that is easy to write in another language (python/torch_peer.py), and fit a float32 without rounding.

const CLASSES = 10;

/** The i-th of a sequence of numbers from 0 to 1, for each i below `length`. */
function uniforms(length: number, sequence: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => {
    let hash = (i + Math.imul(sequence, 0x9e3779b1)) >>> 0;
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return ((hash ^ (hash >>> 16)) >>> 8) / 2 ** 24;
  });
}

/** A batch: numbers from 0 to 1, or with a vocabulary integers below it. */
export function batchValues(shape: readonly number[], vocabulary?: number): Float32Array | Int32Array {
  const values = uniforms(sizeOf(shape), 0);
  return vocabulary === undefined
    ? Float32Array.from(values)
    : Int32Array.from(values, (value) => Math.floor(value * vocabulary));
}

/** The class of each sample. */
export function labelValues(batch: number): Int32Array {
  return Int32Array.from({ length: batch }, (_, i) => i % CLASSES);
}

/** The same as float32 [batch, classes], one 1 in each row. */
export function oneHotLabels(batch: number): Float32Array {
  const labels = labelValues(batch);
  return Float32Array.from({ length: batch * CLASSES }, (_, i) =>
    Number(labels[Math.floor(i / CLASSES)] === i % CLASSES),
  );
}

/**
 * A kernel before the first step: uniform, so wide that activations keep their size. Biases and means begin at 0, scales (gamma in tfjs) and variances at 1.
 *
 * @param shape as in our layers: the last axis is that of the outputs
 * @param index among the network's parameters of more than one axis, from 0
 */
export function kernelValues(shape: readonly number[], index: number): Float32Array {
  const limit = Math.sqrt((3 * shape.at(-1)!) / sizeOf(shape));
  return Float32Array.from(uniforms(sizeOf(shape), index + 1), (value) => (2 * value - 1) * limit);
}

/** The first values of parameters in their order: name or path, and shape. */
export function* firstValues<Name extends string>(
  parameters: Iterable<readonly [name: Name, shape: Shape]>,
): Generator<readonly [name: Name, shape: Shape, values: Float32Array]> {
  let index = 0;
  for (const [name, shape] of parameters) {
    const values =
      shape.length > 1
        ? kernelValues(shape, index++)
        : new Float32Array(sizeOf(shape)).fill(Number(/scale|gamma|variance/i.test(name)));
    yield [name, shape, values];
  }
}

/** For peers with channels first: the values with their axes in another order. */
export function permuted(values: Float32Array, shape: readonly number[], axes: readonly number[]): Float32Array {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const sizes = axes.map((axis) => shape[axis]!);
  const steps = axes.map((axis) => strides[axis]!);
  return values.map((_, i) => {
    let from = 0;
    let rest = i;
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      from += (rest % sizes[axis]!) * steps[axis]!;
      rest = Math.floor(rest / sizes[axis]!);
    }
    return values[from]!;
  });
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}
