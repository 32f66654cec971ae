import type { JSX } from 'preact';
import { Button } from './controls.js';
import { isBusy, type Training, type TrainingState } from './use-worker-training.js';

/** Starts, pauses, continues and stops a training. @param props.onStart called for a new training */
export function TrainingButtons({
  training,
  onStart,
}: {
  readonly training: Pick<Training<never, unknown>, 'pause' | 'resume' | 'stop'> & {
    readonly state: Pick<TrainingState<unknown>, 'phase'>;
  };
  readonly onStart: () => void;
}): JSX.Element {
  const { phase } = training.state;
  const busy = isBusy(training.state);
  return (
    <>
      <Button kind="main" disabled={busy} onClick={onStart}>
        Train from scratch
      </Button>
      {phase === 'paused' ? (
        <Button onClick={training.resume}>Go on</Button>
      ) : (
        <Button disabled={phase !== 'running'} onClick={training.pause}>
          Pause
        </Button>
      )}
      <Button disabled={!busy || phase === 'starting'} onClick={training.stop}>
        Stop
      </Button>
    </>
  );
}
