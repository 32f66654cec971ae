import { percent } from '@neurite/digits-model/answer';
import { useTheme } from '@neurite/page-kit/theme';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { THEMES, type Theme } from '../ui/colors.js';
import { type Curve, decades, integerTicks, shares, thin } from './curve.js';
import { CurveCanvas } from './curve-canvas.js';
import type { TrainingState } from './use-training.js';

const MOST_POINTS = 240;
/** The length of the epoch axis before the first training. */
const FIRST_EPOCHS = 5;

/** Loss by step and accuracy by epoch. */
export function TrainingCurves({ state }: { readonly state: TrainingState }): JSX.Element {
  const theme = useTheme();
  const { loss, accuracy, last } = useMemo(() => curvesOf(state, THEMES[theme]), [state, theme]);
  return (
    <div class="curves">
      <figure>
        <figcaption>
          Loss, logarithmic <Legend />
        </figcaption>
        <CurveCanvas
          curve={loss}
          label={`Loss over epochs, logarithmic: ${state.losses.length} steps, the last ${state.losses.at(-1)?.toFixed(3) ?? 'none'}; on validation digits ${last?.loss.toFixed(3) ?? 'not known yet'}`}
        />
      </figure>
      <figure>
        <figcaption>
          Accuracy <Legend />
        </figcaption>
        <CurveCanvas
          curve={accuracy}
          label={`Accuracy over epochs; on validation digits ${last === undefined ? 'not known yet' : percent(last.accuracy)}`}
        />
      </figure>
    </div>
  );
}

function curvesOf(
  { losses, records, stepsPerEpoch, epochs }: TrainingState,
  { accent, warm }: Theme,
): { readonly loss: Curve; readonly accuracy: Curve; readonly last: Validated | undefined } {
  const perEpoch = stepsPerEpoch || 1;
  const end = epochs || FIRST_EPOCHS;
  const steps = thin(losses, MOST_POINTS).map(([step, loss]) => [step / perEpoch, loss] as const);
  const validated: readonly Validated[] = records.flatMap(({ epoch, validation }) =>
    validation === undefined ? [] : [{ epoch, loss: validation.loss, accuracy: Number(validation.metrics.accuracy) }],
  );
  const trained = records.map(({ epoch, metrics }) => [epoch, Number(metrics.accuracy)] as const);
  const lossAxis = decades([...steps.map(([, loss]) => loss), ...validated.map(({ loss }) => loss)]);
  const accuracyAxis = shares([...trained.map(([, share]) => share), ...validated.map(({ accuracy }) => accuracy)]);
  const xTicks = integerTicks(end);
  const loss: Curve = {
    end,
    from: lossAxis.from,
    to: lossAxis.to,
    logarithmic: true,
    xTicks,
    yTicks: lossAxis.ticks,
    lines: [
      { points: steps, color: accent, width: 1.5 },
      { points: validated.map(({ epoch, loss }) => [epoch, loss]), color: warm, width: 2, dots: true },
    ],
  };
  const accuracy: Curve = {
    end,
    from: accuracyAxis.from,
    to: accuracyAxis.to,
    logarithmic: false,
    xTicks,
    yTicks: accuracyAxis.ticks,
    lines: [
      { points: trained, color: accent, width: 2, dots: true },
      { points: validated.map(({ epoch, accuracy }) => [epoch, accuracy]), color: warm, width: 2, dots: true },
    ],
  };
  return { loss, accuracy, last: validated.at(-1) };
}

type Validated = { readonly epoch: number; readonly loss: number; readonly accuracy: number };

function Legend(): JSX.Element {
  return (
    <span class="legend">
      <span class="training">training</span> <span class="validation">validation</span>
    </span>
  );
}
