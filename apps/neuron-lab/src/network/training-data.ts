import { type Augmentation, type Dataset, type Example, type HostArray, hostArray } from '@neurite/core';
import { type DataPipeline, fromArrays } from '@neurite/data';
import { featuresOf } from './features.js';
import type { NetworkConfig } from './network-config.js';
import { type Sample, type TaskKind, taskKind } from './samples.js';

/** One draw: how far a point is moved. */
type Shift = { readonly dx1: number; readonly dx2: number };

/** Moves each point at random, anew in each epoch: more data from the data there is. */
function jitter(reach: number): Augmentation<Shift> {
  return {
    name: 'jitter',
    keeps: ['label'],
    draw: (random) => ({ dx1: random.normal(0, reach), dx2: random.normal(0, reach) }),
    row: ({ data }, { dx1, dx2 }) => hostArray(Float32Array.of(data[0]! + dx1, data[1]! + dx2)),
  };
}

/** The truth of points as their task wants it: class indices, or a column of values. */
export function targetsOf(samples: readonly Sample[], kind: TaskKind): Example['y'] {
  const labels = samples.map(({ label }) => label);
  return kind === 'classes'
    ? hostArray(Int32Array.from(labels))
    : hostArray(Float32Array.from(labels), [labels.length, 1]);
}

/** What the network sees of points, [points, features]. */
export function inputsOf(samples: readonly { x1: number; x2: number }[], config: NetworkConfig): HostArray<'float32'> {
  const rows = samples.flatMap(({ x1, x2 }) => featuresOf(config.features, x1, x2));
  return hostArray(Float32Array.from(rows), [samples.length, config.features.length]);
}

/** Batches in another order in each epoch. An epoch asks for the settings when it begins. */
export function liveBatches(samples: readonly Sample[], settings: () => NetworkConfig): Dataset<Example> {
  const iterate: Dataset<Example>['iterate'] = (options) => batchesOf(samples, settings()).iterate(options);
  return { size: undefined, iterate, [Symbol.asyncIterator]: () => iterate() };
}

function batchesOf(samples: readonly Sample[], config: NetworkConfig): DataPipeline<Example> {
  const y = targetsOf(samples, taskKind(config));
  if (config.jitter === 0)
    return fromArrays({ x: inputsOf(samples, config), y })
      .shuffle()
      .batch(config.batch);
  const points = Float32Array.from(samples.flatMap(({ x1, x2 }) => [x1, x2]));
  return fromArrays({ x: hostArray(points, [samples.length, 2]), y })
    .augment(jitter(config.jitter), { x: 'row', y: 'label' })
    .map(({ x, y: truth }) => ({
      x: hostArray(Float32Array.from(featuresOf(config.features, x.data[0]!, x.data[1]!))),
      y: truth,
    }))
    .shuffle()
    .batch(config.batch);
}
