import type { Metric } from '@neurite/core';
import { calibrationError, confusionMatrix } from '@neurite/metrics';
import { type ProportionInterval, proportionInterval } from '@neurite/numeric';
import { Mirrored } from '@neurite/pets-model/mirrored';
import type { PetNetwork } from '@neurite/pets-model/network';
import { predict } from '@neurite/training';
import { dispose, softmax, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import type { Part } from '../data/photographs.js';
import { plainBatches } from '../data/pixels.js';

/** How sure answers are, and how often they are right, of answers that are about equally sure. */
export type CalibrationBin = {
  /** The mean probability of the answers. */
  readonly sure: number;
  readonly right: number;
  readonly count: number;
};

/** How good a network is on photographs that it has never seen. */
export type Evaluation = {
  /** The share of right answers, with its exact 95 % interval. */
  readonly accuracy: ProportionInterval;
  /** How often photographs of each class (row) are taken for each (column). */
  readonly confusion: readonly (readonly number[])[];
  /** The expected calibration error. */
  readonly calibrationError: number;
  readonly bins: readonly CalibrationBin[];
  /** [photographs × classes]. */
  readonly probabilities: readonly number[];
};

const BINS = 10;

export async function evaluatePart(
  network: PetNetwork,
  part: Part,
  { classes, temperature }: { readonly classes: number; readonly temperature: number },
): Promise<Evaluation> {
  const logits = await predict(new Mirrored(network, temperature), plainBatches(part, { classes, size: 64 }));
  const probabilities = softmax(logits);
  const labels = tensor1d(part.y.data, 'int32');
  try {
    const confusion = (await measured(confusionMatrix({ classes }), probabilities, labels)).value;
    const calibration = await measured(calibrationError({ from: 'probabilities', bins: BINS }), probabilities, labels);
    const { counts, confidence, right } = calibration.totals;
    const correct = confusion.reduce((sum, row, label) => sum + row[label]!, 0);
    return {
      accuracy: proportionInterval(correct, part.y.data.length),
      confusion,
      calibrationError: calibration.value,
      bins: Array.from(counts!).flatMap((count, bin) =>
        count === 0 ? [] : [{ sure: confidence![bin]! / count, right: right![bin]! / count, count }],
      ),
      probabilities: Array.from(await probabilities.data()),
    };
  } finally {
    dispose([logits, probabilities, labels]);
  }
}

/** A metric of all photographs at once, and the statistics that it is made of. */
async function measured<Value>(
  metric: Metric<Value>,
  predictions: Tensor,
  targets: Tensor,
): Promise<{ readonly value: Value; readonly totals: Readonly<Record<string, Float64Array>> }> {
  const statistics = metric.statistics(predictions, targets);
  const totals: Record<string, Float64Array> = {};
  for (const [name, statistic] of Object.entries(statistics)) totals[name] = Float64Array.from(await statistic.data());
  dispose(Object.values(statistics));
  return { value: metric.value(totals), totals };
}
