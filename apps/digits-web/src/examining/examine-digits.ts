import { build, countParameters } from '@neurite/core';
import { INPUT_SHAPE, network } from '@neurite/digits-model/network';
import { splitDigits } from '@neurite/digits-model/recipe';
import type { TrainingJob } from '@neurite/training-worker';
import { loadDigits } from '../training/load-digits.js';
import type { ExaminationInput, ExaminationResult } from './examination-job.js';

/** Examines the digits that a training would learn from, and those that it is tested on. */
export async function examineDigits({ input }: TrainingJob<ExaminationInput>): Promise<ExaminationResult> {
  const { base, examined, seed } = input;
  // Who only trains does not load it.
  const [{ examine }, { findingLines }] = await Promise.all([
    import('@neurite/data-validation/examine'),
    import('@neurite/data-validation/examination-text'),
  ]);
  const { train, test } = await splitDigits(await loadDigits(base), seed);
  using model = build(network, { input: INPUT_SHAPE, seed });
  const found = await examine(train.take(examined), test, { parameters: countParameters(model).total });
  return findingLines(found);
}
