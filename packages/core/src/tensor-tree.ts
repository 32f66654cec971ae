import { Tensor } from '@tensorflow/tfjs-core';
import { isRecord } from './internal/is-record.js';

/**
 * The same lists and records with other tensors. What is neither a tensor nor a list or record stays as it is.
 *
 * @param f called with each tensor and its path, e.g. `words` or `0.mask`; the empty path where `tree` is a tensor
 * @example
 * const doubled = mapTensors({ a: tensor1d([1, 2]), b: [scalar(3)] }, (tensor) => mul(tensor, 2));
 */
export function mapTensors<T>(tree: T, f: (tensor: Tensor, path: string) => Tensor): T {
  const map = (value: unknown, path: string): unknown => {
    const below = (name: string | number): string => (path === '' ? `${name}` : `${path}.${name}`);
    if (value instanceof Tensor) return f(value, path);
    if (Array.isArray(value)) return value.map((item, i) => map(item, below(i)));
    if (!isRecord(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, map(item, below(name))]));
  };
  return map(tree, '') as T; // a tensor for each tensor
}

/** The tensors of lists and records by path, in order; see `mapTensors`. */
export function tensorsOf(tree: unknown): Map<string, Tensor> {
  const found = new Map<string, Tensor>();
  mapTensors(tree, (tensor, path) => {
    found.set(path, tensor);
    return tensor;
  });
  return found;
}
