import { Button } from '@neurite/page-kit/controls';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../ui/icon.js';
import { MOST_STEPS, type NeuronState } from './neuron-state.js';

type PlayerProps = {
  readonly state: Pick<NeuronState, 'step' | 'speed'>;
  readonly playing: boolean;
  /** The last step one can go to. */
  readonly end: number;
  readonly onPlay: (playing: boolean) => void;
  readonly onStep: (change: (step: number) => number) => void;
  /** Further controls, at the end. */
  readonly children?: ComponentChildren;
};

/** Play, pause, single steps, back, from the start. */
export function Player({ state, playing, end, onPlay, onStep, children }: PlayerProps): JSX.Element {
  const { step, speed } = state;
  const take = useRef(onStep);
  take.current = onStep;
  const atEnd = step >= end;
  useEffect(() => {
    if (!playing) return;
    const timer = window.setInterval(() => take.current((now) => now + 1), 1000 / Number(speed));
    return () => window.clearInterval(timer);
  }, [playing, speed]);
  useEffect(() => {
    if (playing && atEnd) onPlay(false);
  }, [playing, atEnd, onPlay]);
  return (
    <fieldset class="player" aria-label="Descent">
      <Button name="To the start" onClick={() => onStep(() => 0)} disabled={step === 0}>
        <Icon sign="reset" />
      </Button>
      <Button
        name="One step back"
        disabled={step === 0}
        onClick={() => {
          onPlay(false);
          onStep((now) => now - 1);
        }}
      >
        <Icon sign="back" />
      </Button>
      <Button name={playing ? 'Pause' : 'Play'} kind="main" disabled={atEnd} onClick={() => onPlay(!playing)}>
        <Icon sign={playing ? 'pause' : 'play'} />
      </Button>
      <Button
        name="One step"
        disabled={atEnd}
        onClick={() => {
          onPlay(false);
          onStep((now) => now + 1);
        }}
      >
        <Icon sign="forward" />
      </Button>
      <p class="counter">
        <span>
          step <strong>{step}</strong>
        </span>
        <span class="hint"> of at most {MOST_STEPS}</span>
      </p>
      {children}
    </fieldset>
  );
}
