import { expandLesson, NEURON_STARTS } from '../lessons/lesson-starts.js';
import {
  choiceField,
  type Decoded,
  decodeFields,
  encodeFields,
  type Fields,
  numberField,
  unknownParts,
} from '../url/fields.js';
import { MOST_POINTS, type Point, PRESETS, type PresetName, pointsField } from './points.js';

/** Most steps of one descent: more than enough to arrive, or to be lost. */
export const MOST_STEPS = 500;

export const LOSSES = ['meanSquaredError', 'meanAbsoluteError', 'huber', 'sigmoidCrossEntropy'] as const;
export type LossName = (typeof LOSSES)[number];

export const OPTIMIZERS = ['sgd', 'momentum', 'nesterov', 'adam', 'adamW'] as const;
export type OptimizerName = (typeof OPTIMIZERS)[number];

export const SPEEDS = ['1', '4', '15', '60'] as const;

/** Everything that the room of the neuron shows follows from this. */
export type NeuronState = {
  readonly data: PresetName | 'own';
  /** The points of the preset, or one's own. */
  readonly points: readonly Point[];
  readonly loss: LossName;
  readonly optimizer: OptimizerName;
  readonly rate: number;
  /** Where the descent begins. */
  readonly w: number;
  readonly b: number;
  /** The step that is shown, from 0. */
  readonly step: number;
  /** The point whose prediction is written out, from 1. */
  readonly point: number;
  /** Steps a second while it plays. */
  readonly speed: (typeof SPEEDS)[number];
  /** The name of the open lesson; '' for none. */
  readonly lesson: string;
};

const FIELDS: Fields<NeuronState> = {
  data: choiceField([...(Object.keys(PRESETS) as PresetName[]), 'own']),
  points: pointsField,
  loss: choiceField(LOSSES),
  optimizer: choiceField(OPTIMIZERS),
  rate: numberField({ min: 1e-4, max: 10 }),
  w: numberField({ min: -1e4, max: 1e4 }),
  b: numberField({ min: -1e4, max: 1e4 }),
  step: numberField({ min: 0, max: MOST_STEPS, integer: true }),
  point: numberField({ min: 1, max: MOST_POINTS, integer: true }),
  speed: choiceField(SPEEDS),
  lesson: choiceField(['', ...Object.keys(NEURON_STARTS)]),
};

/** What the room begins with. */
export function firstNeuronState(): NeuronState {
  return {
    data: 'line',
    points: PRESETS.line.points(),
    loss: 'meanSquaredError',
    optimizer: 'sgd',
    rate: 0.1,
    w: -1.5,
    b: -1.5,
    step: 0,
    point: 1,
    speed: '4',
    lesson: '',
  };
}

/** What an address without a word opens: a walk whose first steps show where it goes. */
const OPENING = 'step=4';

/** The state as the query of an address. Only one's own points are written out. */
export function encodeNeuronState(state: NeuronState): string {
  const defaults = firstNeuronState();
  const query = encodeFields(FIELDS, state.data === 'own' ? state : { ...state, points: defaults.points }, defaults);
  if (query === OPENING) return '';
  return query === '' ? 'step=0' : query;
}

/** The state that an address means. */
export function decodeNeuronState(address: string): Decoded<NeuronState> {
  const query = expandLesson(address === '' ? OPENING : address, NEURON_STARTS);
  const { state, problems } = decodeFields(FIELDS, query, firstNeuronState());
  const decoded = { state, problems: [...problems, ...unknownParts(query, FIELDS)] };
  const { data } = decoded.state;
  if (data !== 'own') return { ...decoded, state: { ...decoded.state, points: PRESETS[data].points() } };
  // Own data without points is what an address that was cut off looks like.
  return new URLSearchParams(query).has('points')
    ? decoded
    : { state: { ...decoded.state, data: 'line' }, problems: [...decoded.problems, 'data=own'] };
}

/** Whether the loss can take these answers: cross entropy wants shares between 0 and 1. */
export function fits(loss: LossName, points: readonly Point[]): boolean {
  return loss !== 'sigmoidCrossEntropy' || points.every(({ y }) => y >= 0 && y <= 1);
}
