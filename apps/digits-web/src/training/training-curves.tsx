import { percent } from '@neurite/digits-model/answer';
import { COLORS, type Colors } from '@neurite/page-kit/colors';
import { type Curve, shares } from '@neurite/page-kit/curve';
import { CurveCanvas } from '@neurite/page-kit/curve-canvas';
import { CurveLegend, epochTicks, LossFigure } from '@neurite/page-kit/loss-figure';
import { useTheme } from '@neurite/page-kit/theme';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { TrainingState } from './use-training.js';

/** Loss by step and accuracy by epoch. */
export function TrainingCurves({ state }: { readonly state: TrainingState }): JSX.Element {
  const theme = useTheme();
  const { curve, last } = useMemo(() => accuracyCurve(state, COLORS[theme]), [state, theme]);
  return (
    <div class="curves">
      <LossFigure state={state} validated="validation digits" />
      <figure>
        <figcaption>
          Accuracy <CurveLegend />
        </figcaption>
        <CurveCanvas
          curve={curve}
          label={`Accuracy over epochs; on validation digits ${last === undefined ? 'not known yet' : percent(last)}`}
        />
      </figure>
    </div>
  );
}

/** @returns also the accuracy on the validation digits in the last epoch */
function accuracyCurve(
  { records, epochs }: TrainingState,
  { accent, warm }: Colors,
): { readonly curve: Curve; readonly last: number | undefined } {
  const validated = records.flatMap(({ epoch, validation }) =>
    validation === undefined ? [] : [[epoch, Number(validation.metrics.accuracy)] as const],
  );
  const trained = records.map(({ epoch, metrics }) => [epoch, Number(metrics.accuracy)] as const);
  const { from, to, ticks } = shares([...trained, ...validated].map(([, share]) => share));
  const curve: Curve = {
    ...epochTicks(epochs),
    from,
    to,
    logarithmic: false,
    yTicks: ticks,
    lines: [
      { points: trained, color: accent, width: 2, dots: true },
      { points: validated, color: warm, width: 2, dots: true },
    ],
  };
  return { curve, last: validated.at(-1)?.[1] };
}
