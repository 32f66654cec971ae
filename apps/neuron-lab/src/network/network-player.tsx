import { Button } from '@neurite/page-kit/controls';
import type { ComponentChildren, JSX } from 'preact';
import { Icon } from '../ui/icon.js';
import type { Snapshot } from './snapshot.js';

type NetworkPlayerProps = {
  readonly playing: boolean;
  /** There is nothing to learn. */
  readonly empty: boolean;
  /** The run cannot go on. */
  readonly over: boolean;
  readonly snapshot: Snapshot | undefined;
  readonly onReset: () => void;
  readonly onPlay: () => void;
  readonly onStep: () => void;
  /** Goes one step back: trains again up to there. Undefined where the run cannot be repeated. */
  readonly onBack: (() => void) | undefined;
  /** Further controls, at the end. */
  readonly children?: ComponentChildren;
};

/** Start again, play, single steps, and how far the run is. */
export function NetworkPlayer(props: NetworkPlayerProps): JSX.Element {
  const { playing, empty, over, snapshot, onReset, onPlay, onStep, onBack, children } = props;
  return (
    <fieldset class="player" aria-label="Training">
      <Button name="Start again" onClick={onReset}>
        <Icon sign="reset" />
      </Button>
      <Button name="One step back" disabled={onBack === undefined} onClick={() => onBack?.()}>
        <Icon sign="back" />
      </Button>
      <Button name={playing ? 'Pause' : 'Play'} kind="main" disabled={empty} onClick={onPlay}>
        <Icon sign={playing ? 'pause' : 'play'} />
      </Button>
      <Button name="One step" disabled={empty || over} onClick={onStep}>
        <Icon sign="forward" />
      </Button>
      <p class="counter">
        <span>
          epoch <strong>{snapshot?.epoch ?? 0}</strong>,
        </span>{' '}
        <span>
          step <strong>{snapshot?.step ?? 0}</strong>
        </span>
      </p>
      {children}
    </fieldset>
  );
}
