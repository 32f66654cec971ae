import type { JSX } from 'preact';
import { useCallback } from 'preact/hooks';
import { LAYERS_LESSONS } from '../lessons/layers-lessons.js';
import { LessonsPanel } from '../lessons/lessons-panel.js';
import { Problems } from '../ui/problems.js';
import { type RoomCodec, useRoomState } from '../ui/room-state.js';
import { AttentionPanel } from './attention-panel.js';
import { ConvolutionPanels } from './convolution-panel.js';
import { decodeLayersState, encodeLayersState, type LayersState } from './layers-state.js';
import { RecurrencePanel } from './recurrence-panel.js';
import { SoftmaxPanel } from './softmax-panel.js';
import '../styles/layers.css';

const CODEC: RoomCodec<LayersState> = { room: 'layers', encode: encodeLayersState, decode: decodeLayersState };

/** What single layers do. */
export function LayersRoom(): JSX.Element {
  const [state, set, problems, , read] = useRoomState(CODEC);
  const change = useCallback((part: Partial<LayersState>) => set((before) => ({ ...before, ...part })), [set]);
  return (
    <div class="room layers">
      <header class="intro">
        <h1>Layers</h1>
        <p>
          A convolution lays a small filter on every position of an image and adds up: the same few weights everywhere.
          A recurrent layer remembers, attention looks at what matters, a softmax makes probabilities that sum to 1 out
          of scores.
        </p>
      </header>
      <Problems problems={problems} />
      <LessonsPanel
        lessons={LAYERS_LESSONS}
        name={state.lesson}
        facts={state}
        onOpen={(name) => (name === '' ? set((before) => ({ ...before, lesson: '' })) : read(`lesson=${name}`))}
        onSetup={(query) => read(`${query}&lesson=${state.lesson}`)}
      />
      <ConvolutionPanels state={state} change={change} />
      <RecurrencePanel state={state} change={change} />
      <AttentionPanel state={state} change={change} />
      <SoftmaxPanel state={state} change={change} />
    </div>
  );
}
