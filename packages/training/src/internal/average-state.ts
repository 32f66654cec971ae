import type { Parameter, TrainState } from '@neurite/core';
import { clone, dispose, div, tidy } from '@tensorflow/tfjs-core';
import { prefixed, unprefixed } from './named-tensors.js';
import type { Replicas } from './replicas.js';
import { flatten, unflatten } from './tensor-layout.js';

/**
 * The mean of what all processes have.
 *
 * @returns a state of new tensors, which the caller owns
 */
export async function averageState(
  replicas: Replicas,
  state: TrainState,
  all: ReadonlyMap<string, Parameter>,
): Promise<TrainState> {
  const { size } = replicas.parallel;
  const reduced = await replicas.beginReduce(state.buffers, { parameters: all, sizes: [size] });
  const own = { ...prefixed('parameters/', state.parameters), ...prefixed('optimizer/', state.optimizer) };
  const floats = Object.fromEntries(Object.entries(own).filter(([, { dtype }]) => dtype === 'float32'));
  const sums = unflatten(floats, await replicas.parallel.allReduce(Float32Array.from(await flatten(floats))));
  // Counts and the like are the same in all.
  const means = tidy(() =>
    Object.fromEntries(
      Object.entries(own).map(([name, value]) => [name, sums[name] ? div(sums[name], size) : clone(value)]),
    ),
  );
  dispose(Object.values(sums));
  const buffers = await reduced();
  return {
    ...state,
    parameters: unprefixed('parameters/', means),
    optimizer: unprefixed('optimizer/', means),
    buffers,
  };
}
