import { fusedBiasActivation, fusedConv2d, fusedDense } from '@neurite/ops';
import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Draw, Kind } from '../../draw.js';
import { zipped } from '../../nd.js';
import type { OperationSpec } from '../../operation-spec.js';
import { axesOf, convolve, settings } from '../convolutions.js';
import { multiply } from '../products.js';
import { type Activation, activationNames, activations } from './activations.js';
import { MANY_ROWS } from './many-rows.js';

/** A gated activation of −∞ is 0 · −∞, and the cube of a huge number is infinite. */
const unbounded: readonly Kind[] = ['huge', 'infinite'];

const isGated = (activation: Activation): boolean => ['gelu', 'geluTanh', 'silu', 'hardSwish'].includes(activation);

function biasActivation(name: string, activation: Activation, shape: (draw: Draw) => number[]): OperationSpec {
  return {
    name,
    ...(isGated(activation) && { without: unbounded }),
    draw: (draw) => {
      const drawn = shape(draw);
      return {
        inputs: [draw.floats(drawn), draw.floats(drawn.slice(-1))],
        run: (x: Tensor, bias: Tensor) => fusedBiasActivation({ x, bias }, { activation }),
        reference: (x, bias) => zipped([x, bias], (a, b) => activations[activation](a + b)),
      };
    },
  };
}

/** A bias and an activation: alone, after a matrix product, and after a convolution. */
export const dense: readonly OperationSpec[] = [
  ...activationNames.map((activation) =>
    biasActivation(`fusedBiasActivation, ${activation}`, activation, (draw) => [
      ...draw.shapeOf(0, 2),
      draw.some(1, 4),
    ]),
  ),
  ...(['relu', 'gelu'] as const).map(
    (activation): OperationSpec => ({
      ...biasActivation(`fusedBiasActivation, ${activation}, many rows`, activation, () => [...MANY_ROWS, 2]),
      calls: 1,
    }),
  ),
  ...activationNames.map(
    (activation): OperationSpec => ({
      name: `fusedDense, ${activation}`,
      without: unbounded,
      draw: (draw) => {
        const [rows, features, units] = [draw.size(1, 4), draw.some(1, 4), draw.some(1, 4)];
        return {
          inputs: [draw.floats([rows, features]), draw.floats([features, units]), draw.floats([units])],
          run: (x: Tensor2D, kernel: Tensor2D, bias: Tensor1D) => fusedDense({ x, kernel, bias }, { activation }),
          reference: (x, kernel, bias) =>
            zipped([multiply(x!, kernel!), bias!], (a, b) => activations[activation](a + b)),
        };
      },
    }),
  ),
  {
    name: 'fusedDense, many features',
    calls: 1,
    draw: (draw) => ({
      inputs: [draw.floats([7, 65]), draw.floats([65, 9]), draw.floats([9])],
      run: (x: Tensor2D, kernel: Tensor2D, bias: Tensor1D) => fusedDense({ x, kernel, bias }),
      reference: (x, kernel, bias) => zipped([multiply(x!, kernel!), bias!], (a, b) => a + b),
    }),
  },
  {
    name: 'fusedDense, integers',
    derivatives: 'none',
    without: unbounded,
    draw: (draw) => ({
      inputs: [draw.integers([draw.size(), 3], 9, -9), draw.floats([3, 4]), draw.floats([4])],
      run: (x: Tensor2D, kernel: Tensor2D, bias: Tensor1D) => fusedDense({ x, kernel, bias }),
      reference: (x, kernel, bias) => zipped([multiply(x!, kernel!), bias!], (a, b) => a + b),
    }),
  },
  ...activationNames.map(
    (activation): OperationSpec => ({
      name: `fusedConv2d, ${activation}`,
      without: unbounded,
      draw: (draw) => {
        const { strides, pad, dilations } = settings(draw, 2, ['same', 'valid']);
        const [channels, filters] = [draw.some(1, 3), draw.some(1, 3)];
        return {
          inputs: [
            draw.floats([draw.size(1, 2), draw.some(5, 6), draw.some(4, 6), channels]),
            draw.floats([3, 2, channels, filters]),
            draw.floats([filters]),
          ],
          run: (x: Tensor4D, kernel: Tensor4D, bias: Tensor1D) =>
            fusedConv2d(
              { x, kernel, bias },
              {
                strides: strides as [number, number], // of two axes
                dilation: dilations as [number, number], // of two axes
                padding: pad,
                activation,
              },
            ),
          reference: (x, kernel, bias) =>
            zipped([convolve(x!, kernel!, axesOf(x!, kernel!, strides, pad, dilations)), bias!], (a, b) =>
              activations[activation](a + b),
            ),
        };
      },
    }),
  ),
];
