import { type EngineName, engineOrder } from '@neurite/backend-web/engine-name';
import { expandLesson, NETWORK_STARTS } from '../lessons/lesson-starts.js';
import {
  choiceField,
  type Decoded,
  decodeFields,
  encodeFields,
  type Fields,
  flagField,
  numberField,
  unknownParts,
} from '../url/fields.js';
import { CONFIG_FIELDS, decodeConfig, encodeConfig, FIRST_CONFIG, type NetworkConfig } from './network-config.js';

export const PACES = ['calm', 'usual', 'fast'] as const;
/** One step at a time, an epoch for each frame, or all that the machine can do. */
export type Pace = (typeof PACES)[number];

/** What trains; `auto` takes the first that works, wasm before all others. */
export type EngineChoice = 'auto' | EngineName;
export const ENGINE_CHOICES: readonly EngineChoice[] = ['auto', ...engineOrder];

/** How the page shows the runs, and how far they are. */
type ViewState = {
  /** Steps that were taken; 0 where they do not say all. */
  readonly steps: number;
  /** Of the second run. */
  readonly stepsB: number;
  readonly pace: Pace;
  readonly engine: EngineChoice;
  readonly discretize: boolean;
  readonly showTest: boolean;
  /** The name of the open lesson; '' for none. */
  readonly lesson: string;
};

/** The state of the room of the network: one run, or two to compare. */
export type NetworkState = ViewState & {
  readonly config: NetworkConfig;
  readonly compared: NetworkConfig | undefined;
  /** Which of the two the controls change. */
  readonly edited: 'a' | 'b';
};

/** An address brings a run at most so far: some seconds. */
const MOST_STEPS = 20_000;

const VIEW: Fields<ViewState> = {
  steps: numberField({ min: 0, max: MOST_STEPS, integer: true }),
  stepsB: numberField({ min: 0, max: MOST_STEPS, integer: true }),
  pace: choiceField(PACES),
  engine: choiceField(ENGINE_CHOICES),
  discretize: flagField,
  showTest: flagField,
  lesson: choiceField(['', ...Object.keys(NETWORK_STARTS)]),
};

const FIRST_VIEW: ViewState = {
  steps: 0,
  stepsB: 0,
  pace: 'usual',
  engine: 'auto',
  discretize: false,
  showTest: false,
  lesson: '',
};

/** What an address without a word opens: a run that is about to be understood. */
const OPENING = 'steps=40';

/** The state as a query; the second run stands in it as its differences from the first. */
export function encodeNetworkState({ config, compared, edited: _, ...view }: NetworkState): string {
  const known = (steps: number): number => (steps <= MOST_STEPS ? steps : 0);
  const parts = [
    encodeConfig(config),
    encodeFields(VIEW, { ...view, steps: known(view.steps), stepsB: known(view.stepsB) }, FIRST_VIEW),
    compared === undefined ? '' : `b=${encodeURIComponent(encodeConfig(compared, config))}`,
  ];
  const query = parts.filter((part) => part !== '').join('&');
  if (query === OPENING) return '';
  return query === '' ? 'steps=0' : query;
}

/** The state that an address means. */
export function decodeNetworkState(address: string): Decoded<NetworkState> {
  const query = expandLesson(address, NETWORK_STARTS);
  const config = decodeConfig(query, FIRST_CONFIG);
  const view = decodeFields(VIEW, query === '' ? OPENING : query, FIRST_VIEW);
  const other = new URLSearchParams(query).get('b');
  const compared = other === null ? undefined : decodeConfig(other, config.state);
  return {
    state: { config: config.state, ...view.state, compared: compared?.state, edited: 'a' },
    problems: [
      ...config.problems,
      ...view.problems,
      ...(compared?.problems ?? []),
      ...unknownParts(query, CONFIG_FIELDS, VIEW, { b: '' }),
      ...unknownParts(other ?? '', CONFIG_FIELDS),
    ],
  };
}
