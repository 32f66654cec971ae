import { checkNumber } from '@neurite/core/checks';
import type { Chart, PlotOptions } from './chart.js';
import { type Numbers, SMALLEST } from './internal/check.js';
import { formatCount, formatNumber, formatPercent } from './internal/format.js';
import { frame } from './internal/frame.js';
import { rankScores, thin } from './internal/ranked-scores.js';
import { drawUnitPlot, unitLegend } from './internal/unit-plot.js';

/**
 * The receiver operating characteristic of a binary classifier: the true positive rate by the false positive rate as the
 * threshold decreases. The description gives the area under it, by trapezoids.
 *
 * @param scores higher for positive; finite, not necessarily probabilities
 * @param labels 0 or 1 (or booleans) for each score; both must occur
 * @throws ArgumentError for other scores or labels, and options out of range
 * @throws ShapeError when the numbers of scores and labels differ
 * @example
 * const chart = rocCurve([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]);
 * chart.description; // 'Area under the curve 0.75. …'
 * @see Fawcett 2006, An introduction to ROC analysis
 */
export function rocCurve(
  scores: Numbers,
  labels: ArrayLike<number | boolean>,
  { title = 'ROC curve', width = 400, height = 300 }: PlotOptions = {},
): Chart {
  const where = 'rocCurve';
  checkNumber(where, 'width', width, { atLeast: SMALLEST });
  checkNumber(where, 'height', height, { atLeast: SMALLEST });
  const { steps, positives, negatives } = rankScores(where, scores, labels);
  const points = [
    { x: 0, y: 0 },
    ...steps.map((passed) => ({ x: passed.negatives / negatives, y: passed.positives / positives })),
  ];
  const area = points.reduce((sum, { x, y }, i) => {
    const before = points[i - 1] ?? { x: 0, y: 0 };
    return sum + ((x - before.x) * (y + before.y)) / 2;
  }, 0);
  const best = steps.reduce((most, one) =>
    one.positives / positives - one.negatives / negatives > most.positives / positives - most.negatives / negatives
      ? one
      : most,
  );
  return frame({
    title,
    description: [
      `Area under the curve ${formatNumber(area)} (guessing: 0.5).`,
      ` At the threshold ${formatNumber(best.threshold)}, where it is farthest from guessing, `,
      `${formatPercent(best.positives / positives)} of the ${formatCount(positives, 'positive')} and `,
      `${formatPercent(best.negatives / negatives)} of the ${formatCount(negatives, 'negative')} pass.`,
    ].join(''),
    width,
    height,
    legend: unitLegend(`model, area ${formatNumber(area)}`),
    draw: (document, top) =>
      drawUnitPlot(document, {
        top,
        width,
        height,
        xName: 'false positive rate',
        yName: 'true positive rate',
        points: thin(points),
        chance: [
          { x: 0, y: 0 },
          { x: 1, y: 1 },
        ],
        curve: 'linear',
      }),
  });
}
