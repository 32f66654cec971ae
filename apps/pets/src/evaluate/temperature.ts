import { minimize } from '@neurite/numeric';
import { Mirrored } from '@neurite/pets-model/mirrored';
import type { PetNetwork } from '@neurite/pets-model/network';
import { predict } from '@neurite/training';
import type { Part } from '../data/photographs.js';
import { plainBatches } from '../data/pixels.js';

/** The bounds of a temperature: a few photographs that are all answered right would make it 0. */
const [LEAST, MOST] = [0.5, 5];

/**
 * What logits are divided by so that answers are right as often as their probabilities say: the temperature of the least
 * cross entropy on photographs that the network has not learned from.
 *
 * @see Guo et al., "On calibration of modern neural networks", 2017
 */
export async function chooseTemperature(network: PetNetwork, part: Part, classes: number): Promise<number> {
  const predicted = await predict(new Mirrored(network), plainBatches(part, { classes, size: 64 }));
  const logits = await predicted.data();
  predicted.dispose();
  const { x } = minimize(([log = 0]) => crossEntropy(logits, part.y.data, { classes, log }), [0]);
  return Math.min(MOST, Math.max(LEAST, Math.exp(x[0]!)));
}

/** The mean cross entropy at the temperature exp(log), and its derivative by log. */
function crossEntropy(
  logits: ArrayLike<number>,
  labels: Int32Array,
  { classes, log }: { readonly classes: number; readonly log: number },
): { readonly value: number; readonly gradient: readonly number[] } {
  const scale = Math.exp(-log);
  let [value, gradient] = [0, 0];
  for (const [row, label] of labels.entries()) {
    const scores = Array.from({ length: classes }, (_, c) => logits[row * classes + c]! * scale);
    const top = Math.max(...scores);
    const powers = scores.map((score) => Math.exp(score - top));
    const sum = powers.reduce((a, b) => a + b, 0);
    const mean = powers.reduce((total, power, c) => total + (power / sum) * scores[c]!, 0);
    value += Math.log(sum) + top - scores[label]!;
    gradient += scores[label]! - mean;
  }
  return { value: value / labels.length, gradient: [gradient / labels.length] };
}
