import { checkKind, type Dataset } from '@neurite/core';
import { DataPipeline } from './data-pipeline.js';

/**
 * Gives any dataset the methods of a pipeline.
 *
 * @returns the dataset itself where it is one already
 * @example
 * const first = fromDataset(fromIterable([1, 2, 3])).take(1);
 */
export function fromDataset<T>(dataset: Dataset<T>): DataPipeline<T> {
  if (dataset instanceof DataPipeline) return dataset;
  checkKind('fromDataset', 'dataset', dataset, { be: 'a dataset', member: 'iterate' });
  return new DataPipeline<T>({
    size: dataset.size,
    // Its own random stages are not known; those that follow here must not count from 0 again.
    randomStages: 1,
    open(pass, position) {
      const iterator = dataset.iterate(position === undefined ? pass : { ...pass, position });
      return {
        async next() {
          const result = await iterator.next();
          return result.done ? { done: true, value: undefined } : result;
        },
        position: () => iterator.position(),
        close: async () => {
          await iterator.return?.();
        },
      };
    },
  });
}
