import { checkNumber } from '@neurite/core/checks';
import type { Chart, PlotOptions } from './chart.js';
import { type Numbers, SMALLEST } from './internal/check.js';
import { formatCount, formatNumber, formatPercent } from './internal/format.js';
import { frame } from './internal/frame.js';
import { rankScores, thin } from './internal/ranked-scores.js';
import { drawUnitPlot, unitLegend } from './internal/unit-plot.js';

/**
 * Precision by recall of a binary classifier as the threshold decreases, as a step function. The area under it is the
 * average precision `Σᵢ (recallᵢ − recallᵢ₋₁) · precisionᵢ`, which the description gives.
 *
 * @param scores higher for positive; finite, not necessarily probabilities
 * @param labels 0 or 1 (or booleans) for each score; both must occur
 * @throws ArgumentError for other scores or labels, and options out of range
 * @throws ShapeError when the numbers of scores and labels differ
 * @example
 * const chart = precisionRecallCurve([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]);
 * chart.description; // 'Average precision 0.8333 …'
 * @see Davis and Goadrich 2006, The relationship between Precision-Recall and ROC curves
 */
export function precisionRecallCurve(
  scores: Numbers,
  labels: ArrayLike<number | boolean>,
  { title = 'Precision and recall', width = 400, height = 300 }: PlotOptions = {},
): Chart {
  const where = 'precisionRecallCurve';
  checkNumber(where, 'width', width, { atLeast: SMALLEST });
  checkNumber(where, 'height', height, { atLeast: SMALLEST });
  const { steps, positives, negatives } = rankScores(where, scores, labels);
  const measured = steps.map((passed) => ({
    threshold: passed.threshold,
    x: passed.positives / positives,
    y: passed.positives / (passed.positives + passed.negatives),
  }));
  const points = [{ x: 0, y: measured[0]!.y }, ...measured];
  const average = measured.reduce((sum, { x, y }, i) => sum + (x - points[i]!.x) * y, 0);
  const best = measured.reduce((most, one) => (f1(one) > f1(most) ? one : most));
  const share = positives / (positives + negatives);
  return frame({
    title,
    description: [
      `Average precision ${formatNumber(average)} (guessing: ${formatNumber(share)}, the share of the `,
      `${formatCount(positives, 'positive')}).`,
      ` The best F1 is ${formatNumber(f1(best))}, at the threshold ${formatNumber(best.threshold)}: precision `,
      `${formatPercent(best.y)}, recall ${formatPercent(best.x)}.`,
    ].join(''),
    width,
    height,
    legend: unitLegend(`model, average precision ${formatNumber(average)}`),
    draw: (document, top) =>
      drawUnitPlot(document, {
        top,
        width,
        height,
        xName: 'recall',
        yName: 'precision',
        points: thin(points),
        chance: [
          { x: 0, y: share },
          { x: 1, y: share },
        ],
        curve: 'step-before',
      }),
  });
}

function f1({ x: recall, y: precision }: { readonly x: number; readonly y: number }): number {
  return recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}
