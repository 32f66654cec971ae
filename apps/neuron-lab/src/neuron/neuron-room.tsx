import { Choice, Fold, LogSlider, NumberInput, Panel } from '@neurite/page-kit/controls';
import type { JSX } from 'preact';
import { useCallback, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { LessonsPanel } from '../lessons/lessons-panel.js';
import { NEURON_LESSONS } from '../lessons/neuron-lessons.js';
import { Curves } from '../ui/curves.js';
import { FilmButton } from '../ui/film-button.js';
import { format } from '../ui/format.js';
import { Problems } from '../ui/problems.js';
import { type RoomCodec, useRoomState } from '../ui/room-state.js';
import { useUsable } from '../ui/usable.js';
import { useNarrow } from '../ui/use-narrow.js';
import { arithmetic } from './arithmetic.js';
import { ContourView } from './contour-view.js';
import { DataPanel } from './data-panel.js';
import { GradientPanel } from './gradient-panel.js';
import { gradientShares } from './gradient-shares.js';
import { CHOSEN_LOSSES } from './losses.js';
import {
  decodeNeuronState,
  encodeNeuronState,
  fits,
  LOSSES,
  MOST_STEPS,
  type NeuronState,
  OPTIMIZERS,
  SPEEDS,
} from './neuron-state.js';
import { CHOSEN_OPTIMIZERS } from './optimizers.js';
import { Player } from './player.js';
import { type Point, PRESETS } from './points.js';
import { ReliefView } from './relief-view.js';
import { Scatter } from './scatter.js';
import { useAnswers } from './use-answers.js';
import { useDescent, useSurface } from './use-descent.js';
import { verdict } from './verdict.js';
import '../styles/neuron.css';

const CODEC: RoomCodec<NeuronState> = { room: 'neuron', encode: encodeNeuronState, decode: decodeNeuronState };

/** One neuron, the weight calculator. */
export function NeuronRoom(): JSX.Element {
  const [state, set, problems, arrivals, read] = useRoomState(CODEC);
  const [playing, setPlaying] = useState(false);
  // Who opens a lesson or follows a link presses Play anew.
  useLayoutEffect(() => setPlaying(false), [arrivals]);
  const [dragging, setDragging] = useState(false);
  const [hovered, setHovered] = useState<number>();
  const change = useCallback((part: Partial<NeuronState>) => set((before) => ({ ...before, ...part })), [set]);

  const computed = useDescent(state);
  const end = computed?.lost ? computed.steps.length - 1 : MOST_STEPS;
  const shown = Math.min(state.step, end);
  const steps = useMemo(() => computed?.steps.slice(0, shown + 1) ?? [], [computed, shown]);
  const { surface, levels, zoom } = useSurface(state, { frozen: dragging, path: steps });
  const now = steps.at(-1);
  const chosen = Math.min(state.point, state.points.length) - 1;
  const said = useAnswers(now, { points: state.points, loss: state.loss, chosen });

  // What was said to other points, or before another was chosen, is not to be mixed with these.
  const ready = said !== undefined && said.points === state.points && said.chosen === chosen ? said : undefined;

  const onPoints = (points: readonly Point[]): void =>
    set((before) => ({
      ...before,
      data: 'own',
      points,
      loss: fits(before.loss, points) ? before.loss : 'meanSquaredError',
    }));
  const onStep = (next: (step: number) => number): void =>
    set((before) => ({ ...before, step: Math.min(Math.max(next(Math.min(before.step, end)), 0), end) }));
  const rows = useMemo(() => ({ Loss: steps.map(({ step, loss }) => ({ epoch: step, loss })) }), [steps]);
  const words = now === undefined ? undefined : verdict(steps, state.points);
  // Each step would be read aloud, and nobody could follow: only another kind of verdict is.
  const spoken = useMemo(() => words?.text ?? 'The engine starts …', [words?.kind]);
  const narrow = useNarrow();
  useUsable(said !== undefined);

  const speed = (
    <Choice
      label="Speed"
      value={state.speed}
      options={SPEEDS.map((value) => ({ value, title: `${value} a second` }))}
      onChange={(next) => change({ speed: next })}
    />
  );
  const seek = (step: number): void => {
    setPlaying(false);
    change({ step });
  };
  const film = <FilmButton room={CODEC.room} end={shown} now={shown} seek={seek} />;
  const settings = (
    <div class="settings">
      <LogSlider
        label="Learning rate"
        value={state.rate}
        min={0.001}
        max={5}
        show={format}
        onChange={(rate) => change({ rate })}
      />
      <Choice
        label="Loss"
        value={state.loss}
        options={LOSSES.map((value) => ({
          value,
          title: CHOSEN_LOSSES[value].title + (fits(value, state.points) ? '' : ' (needs y from 0 to 1)'),
          disabled: !fits(value, state.points),
        }))}
        onChange={(loss) => change({ loss })}
      />
      <Choice
        label="Optimizer"
        value={state.optimizer}
        options={OPTIMIZERS.map((value) => ({ value, title: CHOSEN_OPTIMIZERS[value].title }))}
        onChange={(optimizer) => change({ optimizer })}
      />
    </div>
  );
  const verdictLine = <p class={`verdict ${words?.kind ?? 'going'}`}>{words?.text ?? 'The engine starts …'}</p>;

  return (
    <div class="room neuron">
      <header class="intro">
        <h1>One neuron, the weight calculator</h1>
        <p>
          A neuron has a weight and a bias: <code>z = w · x + b</code>. Learning is walking down the landscape of its
          loss, one step against the gradient at a time.
        </p>
      </header>
      <Problems problems={problems} />
      <LessonsPanel
        lessons={NEURON_LESSONS}
        name={state.lesson}
        facts={words === undefined ? undefined : { state, step: shown, verdict: words.kind }}
        onOpen={(name) => (name === '' ? set((before) => ({ ...before, lesson: '' })) : read(`lesson=${name}`))}
        onSetup={(query) => read(`${query}&lesson=${state.lesson}`)}
      />
      <Panel title="Walk" name="walk">
        <Player
          state={{ step: shown, speed: state.speed }}
          playing={playing}
          end={end}
          onPlay={setPlaying}
          onStep={onStep}
        >
          {narrow ? null : speed}
          {narrow ? null : film}
        </Player>
        {narrow ? null : settings}
        {narrow ? null : verdictLine}
        <p class="hidden" role="status">
          {spoken}
        </p>
      </Panel>
      {narrow ? (
        <>
          {verdictLine}
          <Fold title="Settings" name="tuning">
            {speed}
            {settings}
            {film}
          </Fold>
        </>
      ) : null}
      <Panel title="Examples and the neuron’s line" name="examples">
        <Scatter
          points={state.points}
          curve={said?.curve ?? []}
          predictions={said?.points === state.points ? said.answers.predictions : []}
          chosen={chosen}
          hovered={hovered}
          onHover={setHovered}
          onChoose={(point) => change({ point: point + 1 })}
          onChange={onPoints}
        />
        <DataPanel
          state={state}
          onPoints={onPoints}
          onPreset={(data) =>
            set((before) => {
              const points = PRESETS[data].points();
              const loss = fits(before.loss, points) ? before.loss : 'meanSquaredError';
              return { ...before, data, points, loss };
            })
          }
        />
      </Panel>
      <Panel title="The loss from above" name="above">
        <ContourView
          surface={surface}
          levels={levels}
          steps={steps}
          onStart={(start, phase) => {
            setDragging(phase !== 'end');
            change(start);
          }}
        />
        <p class="hint">
          Press or drag to choose where the walk begins.
          {zoom > 1 ? ` Zoomed out ${format(zoom)} times, so that the path is inside.` : ''}
        </p>
        <div class="row">
          <NumberInput label="Start at w" value={state.w} min={-1e4} max={1e4} onChange={(w) => change({ w })} />
          <NumberInput label="Start at b" value={state.b} min={-1e4} max={1e4} onChange={(b) => change({ b })} />
        </div>
      </Panel>
      <Panel title="The loss in perspective" name="perspective">
        <ReliefView surface={surface} steps={steps} />
      </Panel>
      <Panel title="Loss over the steps" name="curve">
        <Curves rows={rows} title="Loss over the steps" axis="step" />
      </Panel>
      <Panel title={`The arithmetic of step ${shown}`} name="arithmetic">
        {now !== undefined && ready !== undefined ? (
          <dl class="lines">
            {arithmetic(now, { ...state, said: ready.answers, chosen }).map((line) => (
              <div key={line.name}>
                <dt>{line.name}</dt>
                <dd>
                  <span class="formula">{line.formula}</span>
                  <span class="numbers">{line.numbers}</span>
                </dd>
              </div>
            ))}
          </dl>
        ) : (
          <p class="hint">The engine starts …</p>
        )}
        <p class="hint">Choose another point in the plot to see its prediction.</p>
      </Panel>
      {ready === undefined ? null : (
        <GradientPanel
          points={state.points}
          loss={state.loss}
          shares={gradientShares(state.points, ready.answers, state.loss)}
          shown={hovered ?? chosen}
          onHover={setHovered}
          onChoose={(point) => change({ point: point + 1 })}
        />
      )}
    </div>
  );
}
