import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { COLORS, type Colors } from './colors.js';
import { type Curve, decades, integerTicks, thin } from './curve.js';
import { CurveCanvas } from './curve-canvas.js';
import { useTheme } from './theme.js';
import type { TrainingState } from './use-worker-training.js';

/** What of a training has a curve. */
type Measured = Pick<TrainingState<unknown>, 'losses' | 'records' | 'stepsPerEpoch' | 'epochs'>;

const MOST_POINTS = 240;
/** The length of the epoch axis before the first training. */
const FIRST_EPOCHS = 5;

/**
 * The loss by step and, on what is not learned from, by epoch.
 *
 * @param props.state another object whenever there are more losses
 * @param props.validated what is not learned from: `validation digits`
 */
export function LossFigure({
  state,
  validated,
}: {
  readonly state: Measured;
  readonly validated: string;
}): JSX.Element {
  const theme = useTheme();
  const curve = useMemo(() => lossCurve(state, COLORS[theme]), [state, theme]);
  const last = state.records.findLast(({ validation }) => validation !== undefined)?.validation;
  return (
    <figure>
      <figcaption>
        Loss, logarithmic <CurveLegend />
      </figcaption>
      <CurveCanvas
        curve={curve}
        label={`Loss over epochs, logarithmic: ${state.losses.length} steps, the last ${state.losses.at(-1)?.toFixed(3) ?? 'none'}; on ${validated} ${last?.loss.toFixed(3) ?? 'not known yet'}`}
      />
    </figure>
  );
}

/** The epochs that an axis has from 0 on. */
export function epochTicks(epochs: number): Pick<Curve, 'end' | 'xTicks'> {
  const end = epochs || FIRST_EPOCHS;
  return { end, xTicks: integerTicks(end) };
}

function lossCurve({ losses, records, stepsPerEpoch, epochs }: Measured, { accent, warm }: Colors): Curve {
  const perEpoch = stepsPerEpoch || 1;
  const steps = thin(losses, MOST_POINTS).map(([step, loss]) => [step / perEpoch, loss] as const);
  const validated = records.flatMap(({ epoch, validation }) =>
    validation === undefined ? [] : [[epoch, validation.loss] as const],
  );
  const { from, to, ticks } = decades([...steps, ...validated].map(([, loss]) => loss));
  return {
    ...epochTicks(epochs),
    from,
    to,
    logarithmic: true,
    yTicks: ticks,
    lines: [
      { points: steps, color: accent, width: 1.5 },
      { points: validated, color: warm, width: 2, dots: true },
    ],
  };
}

export function CurveLegend(): JSX.Element {
  return (
    <span class="legend">
      <span class="training">training</span> <span class="validation">validation</span>
    </span>
  );
}
