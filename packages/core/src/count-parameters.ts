import { util } from '@tensorflow/tfjs-core';
import { type Module, parameters } from './module.js';
import { sizeOf } from './shape.js';

/** How many elements the parameters of a model have. */
export type ParameterCounts = {
  /** All of them: trainable, frozen and buffers. */
  readonly total: number;
  /** What training may change. */
  readonly trainable: number;
  /** What it could change, were it not frozen. */
  readonly frozen: number;
  /** What the modules keep for themselves, e.g. running means. */
  readonly buffers: number;
  /** The memory that they take. */
  readonly bytes: number;
};

/**
 * Counts the elements of a model's parameters; tied weights count once.
 *
 * @example
 * using neuron = new Neuron({ inputs: 3 });
 * const { trainable } = countParameters(neuron); // 4
 */
export function countParameters(module: Module<never, unknown>): ParameterCounts {
  const counts = { total: 0, trainable: 0, frozen: 0, buffers: 0, bytes: 0 };
  for (const parameter of parameters(module).values()) {
    const size = sizeOf(parameter.shape);
    counts.total += size;
    counts.bytes += size * util.bytesPerElement(parameter.value.dtype);
    counts[parameter.buffer ? 'buffers' : parameter.trainable ? 'trainable' : 'frozen'] += size;
  }
  return counts;
}
