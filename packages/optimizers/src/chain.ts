import { ArgumentError, type NamedTensors, type Optimizer } from '@neurite/core';
import { dispose } from '@tensorflow/tfjs-core';

/**
 * Several optimizers one after the other: the updates of each are the gradients of the next.
 *
 * The state of the link at place 0 is named `0/…`, e.g. `1/firstMoment/layers.0.kernel`.
 *
 * @param optimizers at least one; the last one turns directions into updates (`sgd`, `adam`, `scaleByLearningRate`)
 * @throws ArgumentError when there is none
 * @example
 * const optimizer = chain(clipByGlobalNorm(1), sgd({ learningRate: 0.1, momentum: 0.9 }));
 */
export function chain(...optimizers: readonly Optimizer[]): Optimizer {
  if (optimizers.length === 0) {
    throw new ArgumentError({
      where: 'chain',
      argument: 'optimizers',
      expected: 'have at least one optimizer',
      received: 'none',
    });
  }
  return {
    name: `chain(${optimizers.map(({ name }) => name).join(', ')})`,
    init: (parameters) =>
      Object.assign({}, ...optimizers.map((optimizer, place) => prefixed(place, optimizer.init(parameters)))),
    update: (gradients, state, parameters, clock) => {
      let updates = gradients;
      const next: NamedTensors[] = [];
      try {
        for (const [place, optimizer] of optimizers.entries()) {
          const step = optimizer.update(updates, ofPlace(place, state), parameters, clock);
          // What flowed between two links is ours; the gradients are the caller's.
          if (updates !== gradients) dispose(updates);
          updates = step.updates;
          next.push(prefixed(place, step.state));
        }
      } catch (error) {
        if (updates !== gradients) dispose(updates);
        dispose(next);
        throw error;
      }
      return { updates, state: Object.assign({}, ...next) };
    },
  };
}

function prefixed(place: number, state: NamedTensors): NamedTensors {
  return Object.fromEntries(Object.entries(state).map(([name, tensor]) => [`${place}/${name}`, tensor]));
}

function ofPlace(place: number, state: NamedTensors): NamedTensors {
  const start = `${place}/`;
  return Object.fromEntries(
    Object.entries(state).flatMap(([name, tensor]) =>
      name.startsWith(start) ? [[name.slice(start.length), tensor]] : [],
    ),
  );
}
