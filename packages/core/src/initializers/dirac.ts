import { tensor } from '@tensorflow/tfjs-core';
import { checkInteger, resolveOptions } from '../checks.js';
import { withConfig } from '../config.js';
import { ShapeError } from '../errors.js';
import { formatShape, type Shape, sizeOf } from '../shape.js';
import type { Initializer } from './initializer.js';

/** How `dirac` treats groups. */
export type DiracOptions = {
  /** The groups of the convolution, each of which keeps its own channels: an integer of at least 1. Default 1. */
  readonly groups?: number;
};

/**
 * A convolution that changes nothing where it is padded to the same size: each input channel goes to the output channel of
 * its index, through the center of the kernel; draws nothing. Further outputs are 0.
 *
 * As `dirac_` of PyTorch.
 *
 * @returns an initializer for kernels [...kernel, in / groups, out] of one to three spatial axes
 * @throws ArgumentError for groups below 1; the initializer a ShapeError for other ranks, and for outputs that the groups do
 *   not divide
 * @example
 * const kernel = dirac()([3, 3, 16, 16], RandomStream.fromSeed(7));
 */
export function dirac(options: DiracOptions = {}): Initializer {
  const { groups } = resolveOptions('dirac', options, { groups: 1 });
  checkInteger('dirac', 'groups', groups, { min: 1 });
  return withConfig('initializers.dirac', [options], (shape: Shape) => {
    const [inputs = 0, outputs = 0] = shape.slice(-2);
    if (shape.length < 3 || shape.length > 5 || outputs % groups !== 0) {
      throw new ShapeError({
        where: 'dirac',
        argument: 'shape',
        expected: `be that of a kernel with one to three spatial axes, and outputs that ${groups} groups divide`,
        received: formatShape(shape),
      });
    }
    const center = shape.slice(0, -2).reduce((index, size) => index * size + Math.floor(size / 2), 0);
    const values = new Float32Array(sizeOf(shape));
    const perGroup = outputs / groups;
    for (let group = 0; group < groups; group++) {
      for (let channel = 0; channel < Math.min(inputs, perGroup); channel++) {
        values[(center * inputs + channel) * outputs + group * perGroup + channel] = 1;
      }
    }
    return tensor(values, [...shape], 'float32');
  });
}
