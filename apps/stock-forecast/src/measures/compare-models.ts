import { adjustPValues } from '@neurite/numeric';
import type { Forecaster } from '../forecasters/forecaster.js';
import { type DieboldMariano, dieboldMariano } from './diebold-mariano.js';
import type { Scored, Scores } from './score-model.js';

/** A model beside the others. */
export type Compared = {
  readonly name: string;
  readonly title: string;
  readonly isNetwork: boolean;
  readonly scores: Scores;
  /** Against the best baseline, with a p-value corrected for the number of networks (Holm); of networks alone. */
  readonly test: DieboldMariano | null;
};

/** Models in the order of their pinball loss, the best first. */
export function compareModels(
  models: readonly (Pick<Forecaster, 'name' | 'title' | 'isNetwork'> & { readonly scored: Scored })[],
  horizon: number,
): readonly Compared[] {
  const ordered = [...models].sort((a, b) => a.scored.scores.pinball - b.scored.scores.pinball);
  const baseline = ordered.find(({ isNetwork }) => !isNetwork)!;
  const networks = ordered.filter(({ isNetwork }) => isNetwork);
  const tests = networks.map(({ scored }) => dieboldMariano(scored.losses, baseline.scored.losses, horizon));
  const corrected = adjustPValues(tests.map(({ pValue }) => pValue));
  return ordered.map((model) => {
    const { name, title, isNetwork, scored } = model;
    const at = networks.indexOf(model);
    return {
      name,
      title,
      isNetwork,
      scores: scored.scores,
      test: at < 0 ? null : { ...tests[at]!, pValue: corrected[at]! },
    };
  });
}
