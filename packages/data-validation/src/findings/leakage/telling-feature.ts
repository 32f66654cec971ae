import { needsColumns, needsTarget, type Rule, unless } from '../../internal/rule.js';
import { tell } from '../../internal/tell.js';
import { percent } from '../../internal/words.js';

/** Inputs that give the target away by themselves: written down after it, or made from it. */
export const tellingFeature: Rule = {
  kind: 'telling-feature',
  family: 'leakage',
  title: 'An input gives the target away',
  severity: 'error',
  measure: 'predicted by it alone (of what chance leaves)',
  threshold: 0.95,
  advice: 'Ask when it is known: leave it out if that is with or after the target; if not, no network is needed',
  skip: unless(needsTarget, needsColumns),
  run: (data, threshold) =>
    data.compared(data.train).map((feature) => {
      const { score } = tell(data, feature);
      return {
        value: score,
        over: score >= threshold,
        column: feature.name,
        sentence: () =>
          `\`${feature.name}\` alone predicts ${data.task === 'classes' ? `${percent(score)} of what guessing the most frequent class gets wrong` : `${percent(score)} of the variance of the target`}`,
      };
    }),
};
