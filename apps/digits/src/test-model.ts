import type { Example } from '@neurite/core';
import type { DataPipeline } from '@neurite/data';
import { writeFileAtomic } from '@neurite/formats';
import { accuracy, confusionMatrix } from '@neurite/metrics';
import { evaluate } from '@neurite/training';
import { stringify } from 'csv-stringify/sync';
import { CLASSES } from './network.js';
import type { DigitModel } from './saved-model.js';

/**
 * Tests a model on pictures it has never seen, and writes which digits it took for which.
 *
 * @returns the share that it read right
 */
export async function testModel(model: DigitModel, test: DataPipeline<Example>, run: string): Promise<number> {
  const metrics = { accuracy, confusion: confusionMatrix({ classes: CLASSES }) };
  const result = await evaluate(model, test.batch(256), { metrics });
  const digits = result.metrics.confusion.map((_, digit) => digit);
  const rows = result.metrics.confusion.map((counts, digit) => [digit, ...counts]);
  await writeFileAtomic(`${run}/confusion.csv`, stringify([['truth \\ read as', ...digits], ...rows]));
  return result.metrics.accuracy;
}
