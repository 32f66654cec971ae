import { DigitScores } from '@neurite/digits-model/digit-scores';
import { decodeModel, encodeModel } from '@neurite/digits-model/model-file';
import { splitDigits } from '@neurite/digits-model/recipe';
import { accuracy } from '@neurite/metrics';
import { evaluate } from '@neurite/training';
import type { TrainingJob } from '@neurite/training-worker';
import { loadDigits } from '../training/load-digits.js';
import { correct } from './correct.js';
import type { CorrectionInput, CorrectionResult } from './correction-job.js';

/** Teaches a network what drawings show, and tests what it has not forgotten. */
export async function correctDigits({ input }: TrainingJob<CorrectionInput>): Promise<CorrectionResult> {
  const { model, training } = decodeModel(input.model, 'the network');
  // The same parts as in its training, so that digits it is tested on stay unseen.
  const { train, test } = await splitDigits(await loadDigits(input.base), training.seed);
  try {
    const { drawings } = input;
    const learned = await correct(model, { drawings, train: await train.toArray(), seed: drawings.length });
    const { metrics } = await evaluate(new DigitScores(model), test.batch(250), { metrics: { accuracy } });
    return { model: await encodeModel(model, training), learned, accuracy: metrics.accuracy, tested: test.size! };
  } finally {
    model.dispose();
  }
}
