import { tensor } from '@tensorflow/tfjs-core';
import { checkNumber, resolveOptions } from '../checks.js';
import { withConfig } from '../config.js';
import { ShapeError } from '../errors.js';
import type { RandomStream } from '../random-stream.js';
import { formatShape, type Shape } from '../shape.js';
import type { Initializer } from './initializer.js';

/** What `sparse` draws. */
export type SparseOptions = {
  /** Which part of the weights of each input is 0: from 0 to 1. */
  readonly sparsity: number;
  /** Of the others: at least 0. Default 0.01. */
  readonly standardDeviation?: number;
};

/**
 * Normal numbers, of which in each row of a matrix [in, out] a part, rounded up, is 0.
 *
 * As `sparse_` of PyTorch, whose weights are transposed.
 *
 * @returns an initializer; the caller owns the tensors that it gives
 * @throws ArgumentError when an option is out of range; the initializer a ShapeError for any but two axes
 * @example
 * const kernel = sparse({ sparsity: 0.9 })([784, 128], RandomStream.fromSeed(7));
 * @see Martens, "Deep learning via Hessian-free optimization", 2010
 */
export function sparse(options: SparseOptions): Initializer {
  const { sparsity, standardDeviation } = resolveOptions('sparse', options, {
    sparsity: undefined,
    standardDeviation: 0.01,
  });
  checkNumber('sparse', 'sparsity', sparsity, { atLeast: 0, atMost: 1 });
  checkNumber('sparse', 'standardDeviation', standardDeviation, { atLeast: 0 });
  return withConfig('initializers.sparse', [options], (shape: Shape, random: RandomStream) => {
    const [inputs, outputs] = shape;
    if (shape.length !== 2 || inputs === undefined || outputs === undefined) {
      const received = formatShape(shape);
      throw new ShapeError({ where: 'sparse', argument: 'shape', expected: 'have two axes', received });
    }
    const values = random.normals(inputs * outputs, 0, standardDeviation);
    const zeros = Math.ceil(sparsity * outputs);
    for (let input = 0; input < inputs; input++) {
      for (const output of random.permutation(outputs).subarray(0, zeros)) values[input * outputs + output] = 0;
    }
    return tensor(values, [inputs, outputs], 'float32');
  });
}
