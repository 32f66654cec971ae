import { maskWeightless } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** A batch of a loss. */
type LossBatch = { readonly predictions: Tensor; readonly targets: Tensor; readonly weights?: Tensor | undefined };

/**
 * Why a loss is not finite, where weights or targets are the reason. Reads values.
 *
 * @param names of predictions and targets
 * @param explain what is wrong with targets, beyond what is not finite; gets 0 at weight 0
 */
export async function explainLoss(
  { predictions, targets, weights }: LossBatch,
  names: readonly [string, string],
  explain?: (predictions: Tensor, targets: Tensor) => Promise<string | undefined>,
): Promise<string | undefined> {
  if (weights !== undefined) {
    const wrong = await firstElement(weights, (weight) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY));
    if (wrong !== undefined) return `\`weights\` hold ${wrong}, and must be finite and at least 0`;
  }
  const [known, truth] =
    weights === undefined ? [predictions, targets] : maskWeightless([predictions, targets], weights);
  try {
    const wrong = await firstElement(truth, (value) => !Number.isFinite(value));
    if (wrong !== undefined) return `\`${names[1]}\` hold ${wrong}`;
    return await explain?.(known, truth);
  } finally {
    if (weights !== undefined) for (const masked of [known, truth]) masked.dispose();
  }
}

/** The first element that `f` picks, with its index, e.g. `7 at [2, 0]`; undefined where there is none. */
export async function firstElement(tensor: Tensor, f: (value: number) => boolean): Promise<string | undefined> {
  const values = await tensor.data();
  const at = values.findIndex(f);
  if (at < 0) return undefined;
  const index = tensor.shape.map((_, axis) => {
    const inner = tensor.shape.slice(axis + 1).reduce((product, size) => product * size, 1);
    return Math.floor(at / inner) % tensor.shape[axis]!;
  });
  return `${values[at]} at [${index.join(', ')}]`;
}
