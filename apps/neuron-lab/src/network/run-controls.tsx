import { Button, Choice } from '@neurite/page-kit/controls';
import type { JSX } from 'preact';
import { type NetworkState, PACES, type Pace } from './room-codec.js';

const PACE_TITLES: Readonly<Record<Pace, string>> = {
  calm: 'Step by step',
  usual: 'An epoch per frame',
  fast: 'As fast as it goes',
};

type RunControlsProps = {
  readonly state: NetworkState;
  readonly update: (part: Partial<NetworkState>) => void;
  /** Begins a second run beside the first. */
  readonly onCompare: () => void;
};

/** How fast it plays, and one run or two. */
export function RunControls({ state, update, onCompare }: RunControlsProps): JSX.Element {
  return (
    <>
      <Choice
        label="Pace"
        value={state.pace}
        options={PACES.map((value) => ({ value, title: PACE_TITLES[value] }))}
        onChange={(pace) => update({ pace })}
      />
      {state.compared === undefined ? (
        <Button onClick={onCompare}>Compare two runs</Button>
      ) : (
        <>
          <Choice
            label="The controls change"
            value={state.edited}
            options={[
              { value: 'a', title: 'Run A' },
              { value: 'b', title: 'Run B' },
            ]}
            onChange={(edited) => update({ edited })}
          />
          <Button onClick={() => update({ compared: undefined, edited: 'a' })}>End the comparison</Button>
        </>
      )}
    </>
  );
}
