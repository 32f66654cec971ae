import { Choice, NumberInput, Panel, Slider } from '@neurite/page-kit/controls';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { signedColor } from '../network/heat.js';
import { format, inner } from '../ui/format.js';
import { cssColor } from '../ui/palette.js';
import { loadUnroll } from './computations.js';
import { gatesOver } from './gates.js';
import { GatesView } from './gates-view.js';
import { CELLS, type LayersState, SERIES } from './layers-state.js';
import { useComputed } from './use-computed.js';

const CELL_TITLES: Readonly<Record<LayersState['cell'], string>> = {
  simpleRnn: 'Simple, one number',
  lstm: 'LSTM, three numbers',
  gru: 'GRU, three numbers',
};

/** Pale, so that dark numbers can be read on every color. */
const HEAT = { ground: [255, 255, 255], discretize: false } as const;

/** A recurrent layer, unrolled over a series: the same cell at each time, handing its state on. */
export function RecurrencePanel({
  state,
  change,
}: {
  readonly state: LayersState;
  readonly change: (part: Partial<LayersState>) => void;
}): JSX.Element {
  const { series, cell, w, u, b, seed } = state;
  const input = useMemo(() => ({ series, cell, w, u, b, seed }), [series, cell, w, u, b, seed]);
  const said = useComputed(loadUnroll, input);
  const states = said?.states;
  const weights = said?.weights;
  const gates = useMemo(
    () => (weights === undefined || cell === 'simpleRnn' ? undefined : gatesOver(series, { cell, weights })),
    [weights, cell, series],
  );
  const time = Math.min(state.time, series.length - 1);
  const before = time === 0 ? 0 : (states?.[time - 1]?.[0] ?? 0);
  const preset = (Object.keys(SERIES) as (keyof typeof SERIES)[]).find(
    (name) => SERIES[name].values.join() === series.join(),
  );
  return (
    <Panel title="A recurrent layer, unrolled" name="recurrence">
      <p class="hint">
        The same cell reads one number after another. It says its state, and hands it on to itself: what came early can
        still be heard late.
      </p>
      <div class="settings">
        <Choice
          label="Cell"
          value={cell}
          options={CELLS.map((value) => ({ value, title: CELL_TITLES[value] }))}
          onChange={(chosen) => change({ cell: chosen })}
        />
        <Choice
          label="Series"
          value={preset ?? 'own'}
          options={[
            ...Object.entries(SERIES).map(([value, { title }]) => ({ value, title })),
            { value: 'own', title: 'Your own', disabled: true },
          ]}
          onChange={(name) => {
            if (name in SERIES) change({ series: SERIES[name as keyof typeof SERIES].values }); // one of its names
          }}
        />
        {cell === 'simpleRnn' ? (
          <>
            <Slider
              label="Weight of the input, w"
              value={w}
              min={-3}
              max={3}
              step={0.1}
              onChange={(to) => change({ w: to })}
            />
            <Slider
              label="Weight of the state, u"
              value={u}
              min={-3}
              max={3}
              step={0.1}
              onChange={(to) => change({ u: to })}
            />
            <Slider label="Bias, b" value={b} min={-2} max={2} step={0.1} onChange={(to) => change({ b: to })} />
          </>
        ) : (
          <NumberInput
            label="Seed of the weights"
            value={seed}
            min={0}
            max={9999}
            step={1}
            onChange={(to) => change({ seed: to })}
          />
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section class="unrolled" tabIndex={0} aria-label="The states, time by time">
        {series.map((value, t) => (
          <div class="time" key={t}>
            <button type="button" class="state" aria-pressed={t === time} onClick={() => change({ time: t })}>
              <span class="visually-hidden">State after time {t + 1}: </span>
              {(states?.[t] ?? []).map((number, unit) => (
                <span key={unit} class="numbers" style={{ background: cssColor(signedColor(number * 0.6, HEAT)) }}>
                  {format(Number(number.toFixed(2)))}{' '}
                </span>
              ))}
            </button>
            <span class="up" aria-hidden="true">
              ↑
            </span>
            <NumberInput
              label={`x${subscript(t + 1)}`}
              value={value}
              min={-9}
              max={9}
              onChange={(to) => change({ series: series.map((one, other) => (other === t ? to : one)) })}
            />
          </div>
        ))}
      </section>
      {cell === 'simpleRnn' || gates?.[time] === undefined ? null : <GatesView step={gates[time]} time={time} />}
      {cell !== 'simpleRnn' || states === undefined ? null : (
        <p>
          Time {time + 1}:{' '}
          <span class="numbers">
            h = tanh(w · x + u · h before + b) = tanh({format(w)} · {inner(series[time]!)} + {inner(u)} ·{' '}
            {inner(before)} + {inner(b)}) = {format(states[time]?.[0] ?? Number.NaN)}
          </span>
        </p>
      )}
    </Panel>
  );
}

function subscript(count: number): string {
  return [...String(count)].map((digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]).join('');
}
