import { BASELINES } from '../forecasters/all.js';
import type { Learned } from '../forecasters/forecaster.js';
import { learnedNetwork } from '../forecasters/network-forecaster.js';
import type { Findings } from '../run/findings.js';
import { loadNetwork } from '../run/model-file.js';

/**
 * What forecasts best by the folds of a run: a baseline learns from all series now, a network was saved.
 *
 * @param wanted the name of a baseline, or `network` for the one that was saved. Default: the best of all
 */
export async function learnBest(
  run: string,
  { compared, set, plan }: Pick<Findings, 'compared' | 'set' | 'plan'>,
  wanted?: string,
): Promise<{ readonly learned: Learned; readonly title: string }> {
  const name = wanted ?? compared[0]!.name;
  const baseline = BASELINES.find((one) => one.name === name);
  if (baseline !== undefined) {
    const past = set.series.map(({ logs }) => logs);
    return { learned: await baseline.learn(past, plan.task), title: baseline.title };
  }
  const { model, card } = await loadNetwork(run);
  return { learned: learnedNetwork(model, card.task, card.reference), title: card.title };
}
