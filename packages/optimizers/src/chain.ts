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
  const last = optimizers.at(-1)!;
  /** Lets the gradients flow through all links but the last, and gives them to it. */
  const through = <R extends { readonly state: NamedTensors }>(
    [gradients, input]: Parameters<Optimizer['update']>,
    end: (...step: Parameters<Optimizer['update']>) => R,
  ): R => {
    let flowing = gradients;
    const next: NamedTensors[] = [];
    try {
      for (const [place, optimizer] of optimizers.slice(0, -1).entries()) {
        const step = optimizer.update(flowing, { ...input, state: ofPlace(place, input.state) });
        // What flowed between two links is ours; the gradients are the caller's.
        if (flowing !== gradients) dispose(flowing);
        flowing = step.updates;
        next.push(prefixed(place, step.state));
      }
      const place = optimizers.length - 1;
      const result = end(flowing, { ...input, state: ofPlace(place, input.state) });
      if (flowing !== gradients) dispose(flowing);
      return { ...result, state: Object.assign({}, ...next, prefixed(place, result.state)) };
    } catch (error) {
      if (flowing !== gradients) dispose(flowing);
      dispose(next);
      throw error;
    }
  };
  return {
    name: `chain(${optimizers.map(({ name }) => name).join(', ')})`,
    init: (parameters) =>
      Object.assign({}, ...optimizers.map((optimizer, place) => prefixed(place, optimizer.init(parameters)))),
    update: (...step) => through(step, (...given) => last.update(...given)),
    ...(last.apply === undefined ? {} : { apply: (...step) => through(step, (...given) => last.apply!(...given)) }),
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
