import { fusedAdamUpdate, fusedSgdUpdate } from '@neurite/ops';
import { scalar, type Tensor } from '@tensorflow/tfjs-core';
import { zipped } from '../../nd.js';
import type { OperationSpec } from '../../operation-spec.js';

function adam(name: string, weightDecay: number): OperationSpec {
  return {
    name,
    derivatives: 'none',
    calls: 5,
    without: ['huge', 'infinite', 'tiny'],
    draw: (draw) => {
      const shape = draw.shapeOf(0, 5);
      const [rate, correction1, correction2] = [0.1, 0.19, 0.002].map(Math.fround) as [number, number, number];
      return {
        inputs: [
          draw.floats(shape),
          draw.floats(shape),
          draw.plain(shape, 0.1, 1),
          // Without weight decay an engine need not read the parameters.
          weightDecay === 0 ? draw.plain(shape) : draw.floats(shape),
        ],
        run: (gradient: Tensor, firstMoment: Tensor, secondMoment: Tensor, parameter: Tensor) =>
          Object.values(
            fusedAdamUpdate(
              {
                gradient,
                firstMoment,
                secondMoment,
                parameter,
                learningRate: scalar(rate),
                correction1: scalar(correction1),
                correction2: scalar(correction2),
              },
              { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay },
            ),
          ),
        reference: (g, m, v, p) => {
          const first = zipped([m!, g!], (old, now) => 0.9 * old + 0.1 * now);
          const second = zipped([v!, g!], (old, now) => 0.999 * old + 0.001 * now * now);
          const update = zipped(
            [first, second, p!],
            (a, b, weight) => -rate * (a / correction1 / (Math.sqrt(b / correction2) + 1e-8) + weightDecay * weight),
          );
          return [update, first, second];
        },
      };
    },
  };
}

function sgd(name: string, { momentum, nesterov }: { momentum: number; nesterov: boolean }): OperationSpec {
  return {
    name,
    derivatives: 'none',
    calls: 5,
    draw: (draw) => {
      const shape = draw.shapeOf(0, 5);
      return {
        inputs: [draw.floats(shape), draw.floats(shape)],
        run: (gradient: Tensor, velocity: Tensor) =>
          Object.values(fusedSgdUpdate({ gradient, velocity, learningRate: scalar(0.25) }, { momentum, nesterov })),
        reference: (g, v) => {
          const next = zipped([v, g], (old, now) => momentum * old + now);
          return [zipped([next, g], (step, now) => -0.25 * (nesterov ? momentum * step + now : step)), next];
        },
      };
    },
  };
}

/** Steps of optimizers in one kernel. */
export const optimizers: readonly OperationSpec[] = [
  adam('fusedAdamUpdate', 0.01),
  adam('fusedAdamUpdate, no weight decay', 0),
  sgd('fusedSgdUpdate', { momentum: 0.5, nesterov: false }),
  sgd('fusedSgdUpdate, nesterov', { momentum: 0.5, nesterov: true }),
  sgd('fusedSgdUpdate, no momentum', { momentum: 0, nesterov: false }),
];
