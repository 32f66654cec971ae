import { type ElementwiseProgram, elementwiseStep } from '@neurite/ops';
import { scalar, type Tensor } from '@tensorflow/tfjs-core';
import { zipped } from '../../nd.js';
import type { OperationSpec } from '../../operation-spec.js';

/** RMSprop with weight decay, clipped steps: every operator is in it. Outputs are the parameter and the mean square. */
const rmsprop: ElementwiseProgram = {
  tensors: ['gradient', 'mean', 'parameter'], // registers 0–2
  scalars: ['rate'], // 3
  constants: 6, // 4–9: β, 1 − β, ε, decay, 1, −1
  instructions: [
    ['mul', 1, 4],
    ['mul', 0, 0],
    ['mul', 11, 5],
    ['add', 10, 12], // 13: the next mean
    ['abs', 13],
    ['sqrt', 14],
    ['add', 15, 6],
    ['div', 0, 16],
    ['mul', 2, 7],
    ['add', 17, 18], // 19: the step
    ['minimum', 19, 8],
    ['maximum', 19, 9],
    ['whereGreater', 19, 9, 20, 21],
    ['mul', 22, 3],
    ['sub', 2, 23],
  ],
  outputs: [24, 13],
};

/** Momentum: outputs are the change and the velocity. */
const momentum: ElementwiseProgram = {
  tensors: ['velocity', 'gradient'],
  scalars: ['rate'],
  constants: 1,
  instructions: [
    ['mul', 0, 3],
    ['add', 4, 1],
    ['mul', 5, 2],
  ],
  outputs: [6, 5],
};

/** Programs over the elements of all parameters, in one kernel. */
export const optimizers: readonly OperationSpec[] = [
  {
    name: 'elementwiseStep, RMSprop',
    derivatives: 'none',
    calls: 5,
    without: ['huge', 'infinite', 'tiny'],
    draw: (draw) => {
      const shape = draw.shapeOf(0, 5);
      const [rate, beta, decay] = [0.1, 0.9, draw.pick(0, 0.01)].map(Math.fround) as [number, number, number];
      return {
        inputs: [draw.floats(shape), draw.plain(shape, 0.1, 1), draw.floats(shape)],
        run: (gradient: Tensor, mean: Tensor, parameter: Tensor) =>
          elementwiseStep(rmsprop, {
            tensors: { gradient: [gradient], mean: [mean], parameter: [parameter] },
            scalars: { rate: scalar(rate) },
            constants: [[beta, 1 - beta, 1e-3, decay, 1, -1]],
          }).flat(),
        reference: (g, m, p) => {
          const mean = zipped([m!, g!], (old, now) => beta * old + (1 - beta) * now * now);
          const next = zipped([g!, mean, p!], (now, square, weight) => {
            const step = now / (Math.sqrt(square) + 1e-3) + decay * weight;
            return weight - rate * Math.max(-1, Math.min(step, 1));
          });
          return [next, mean];
        },
      };
    },
  },
  {
    name: 'elementwiseStep, momentum',
    derivatives: 'none',
    calls: 5,
    draw: (draw) => {
      const shape = draw.shapeOf(0, 5);
      return {
        inputs: [draw.floats(shape), draw.floats(shape), draw.floats(shape), draw.floats(shape)],
        run: (...[velocity, gradient, otherVelocity, otherGradient]: [Tensor, Tensor, Tensor, Tensor]) => {
          const [updates, velocities] = elementwiseStep(momentum, {
            tensors: { velocity: [velocity, otherVelocity], gradient: [gradient, otherGradient] },
            scalars: { rate: scalar(-0.25) },
            constants: [[0.5], [0]],
          });
          return [updates![0]!, velocities![0]!, updates![1]!, velocities![1]!];
        },
        reference: (v, g, otherV, otherG) => {
          const next = zipped([v!, g!], (old, now) => 0.5 * old + now);
          const other = zipped([otherV!, otherG!], (old, now) => 0 * old + now);
          return [next, other].flatMap((one) => [zipped([one], (value) => -0.25 * value), one]);
        },
      };
    },
  },
];
