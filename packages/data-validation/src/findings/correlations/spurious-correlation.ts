import { needsClasses, type Rule, unless } from '../../internal/rule.js';
import { tell } from '../../internal/tell.js';
import { percent } from '../../internal/words.js';

/** What should tell nothing about the class and does: how bright or large images are, who took them. */
export const spuriousCorrelation: Rule = {
  kind: 'spurious-correlation',
  family: 'correlations',
  title: 'Something unimportant tells the class',
  severity: 'warning',
  measure: 'predicted by it alone (of what chance leaves)',
  threshold: 0.3,
  advice:
    'Balance it between the classes, or vary it by augmentation: otherwise the model learns it instead of the class',
  skip: unless(needsClasses, ({ train, options }) =>
    train.images === undefined && (options.nuisance ?? []).length === 0
      ? 'no column is named as `nuisance`'
      : undefined,
  ),
  run: (data, threshold) =>
    data.train.features
      .filter(({ name }) => data.train.images !== undefined || data.options.nuisance!.includes(name))
      .map((feature) => {
        const { score, pValue = 1 } = tell(data, feature);
        return {
          value: score,
          over: score >= threshold,
          pValue,
          column: feature.name,
          sentence: () =>
            `\`${feature.name}\` alone predicts ${percent(score)} of what guessing the most frequent class gets wrong`,
        };
      }),
};
