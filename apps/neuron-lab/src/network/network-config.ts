import {
  choiceField,
  type Decoded,
  decodeFields,
  encodeFields,
  type Field,
  type Fields,
  listField,
  numberField,
  parseNumber,
} from '../url/fields.js';
import { FEATURE_NAMES, type FeatureName } from './features.js';
import { DATA_NAMES, REACH, type Sample, type SampleConfig } from './samples.js';

export const ACTIVATIONS = ['tanh', 'relu', 'leakyRelu', 'sigmoid', 'gelu', 'silu', 'linear'] as const;
export const OPTIMIZERS = ['sgd', 'momentum', 'nesterov', 'adam', 'adamW'] as const;
export const SCHEDULES = ['constant', 'stepDecay', 'exponentialDecay', 'cosineDecay', 'warmupCosine'] as const;
export const REGULARIZATIONS = ['none', 'l1', 'l2'] as const;

/** Most hidden layers, and most neurons in one. */
export const MOST_LAYERS = 8;
export const MOST_NEURONS = 8;
/** Most points that one can draw: an address has to hold them. */
export const MOST_DRAWN = 300;
export const MOST_CLASSES = 4;

/** Everything that a run follows from. */
export type NetworkConfig = SampleConfig & {
  readonly features: readonly FeatureName[];
  /** Neurons of each hidden layer. */
  readonly hidden: readonly number[];
  readonly activation: (typeof ACTIVATIONS)[number];
  readonly optimizer: (typeof OPTIMIZERS)[number];
  readonly rate: number;
  readonly schedule: (typeof SCHEDULES)[number];
  /** Steps that the schedule takes. */
  readonly horizon: number;
  /** The largest norm of all gradients; 0 for no limit. */
  readonly clip: number;
  readonly regularization: (typeof REGULARIZATIONS)[number];
  readonly penalty: number;
  readonly batch: number;
  /** How far the points are moved at random in each epoch, in units of the plane; 0 for not at all. */
  readonly jitter: number;
};

/** What a run can take over while it trains; anything else begins it anew. */
const LIVE_KEYS: readonly string[] = [
  'rate',
  'schedule',
  'horizon',
  'clip',
  'regularization',
  'penalty',
  'batch',
  'jitter',
] satisfies (keyof NetworkConfig)[];

/** Points in tenths, in the address: `x1,x2,label;…`. */
const drawnField: Field<readonly Sample[]> = {
  encode: (points) =>
    points.map(({ x1, x2, label }) => [Math.round(x1 * 10), Math.round(x2 * 10), label].join()).join(';'),
  decode: (text) => {
    const points = text.split(';').map((part) => {
      const numbers = part.split(',').map(parseNumber);
      const [x1, x2, label] = numbers;
      const known =
        numbers.length === 3 &&
        numbers.every(Number.isInteger) &&
        Math.abs(x1!) <= REACH * 10 &&
        Math.abs(x2!) <= REACH * 10 &&
        label! >= 0 &&
        label! < MOST_CLASSES;
      return known ? { x1: x1! / 10, x2: x2! / 10, label: label! } : undefined;
    });
    if (text === '') return [];
    return points.length <= MOST_DRAWN && points.every((point) => point !== undefined) ? points : undefined;
  },
};

const uniqueFeatures: Field<readonly FeatureName[]> = {
  encode: (names) => names.join(),
  decode: (text) => {
    const names = listField(choiceField(FEATURE_NAMES), { separator: ',', least: 1, most: FEATURE_NAMES.length });
    const found = names.decode(text);
    // In their own order, so that one choice has one address.
    return found === undefined ? undefined : FEATURE_NAMES.filter((name) => found.includes(name));
  },
};

/** How a configuration stands in an address. */
export const CONFIG_FIELDS: Fields<NetworkConfig> = {
  data: choiceField(DATA_NAMES),
  points: drawnField,
  noise: numberField({ min: 0, max: 50, integer: true }),
  ratio: numberField({ min: 10, max: 90, integer: true }),
  features: uniqueFeatures,
  hidden: listField(numberField({ min: 1, max: MOST_NEURONS, integer: true }), {
    separator: ',',
    least: 0,
    most: MOST_LAYERS,
  }),
  activation: choiceField(ACTIVATIONS),
  optimizer: choiceField(OPTIMIZERS),
  rate: numberField({ min: 1e-5, max: 10 }),
  schedule: choiceField(SCHEDULES),
  horizon: numberField({ min: 100, max: 10_000, integer: true }),
  clip: numberField({ min: 0, max: 100 }),
  regularization: choiceField(REGULARIZATIONS),
  penalty: numberField({ min: 1e-5, max: 10 }),
  batch: numberField({ min: 1, max: 64, integer: true }),
  jitter: numberField({ min: 0, max: 1 }),
  seed: numberField({ min: 0, max: 999_999, integer: true }),
};

/** What the room begins with. */
export const FIRST_CONFIG: NetworkConfig = {
  data: 'circle',
  points: [],
  noise: 0,
  ratio: 50,
  features: ['x1', 'x2'],
  hidden: [4, 2],
  activation: 'tanh',
  optimizer: 'adam',
  rate: 0.03,
  schedule: 'constant',
  horizon: 1000,
  clip: 0,
  regularization: 'none',
  penalty: 0.001,
  batch: 10,
  jitter: 0,
  seed: 1,
};

/** A configuration as a query; what equals `defaults` is left out. */
export function encodeConfig(config: NetworkConfig, defaults: NetworkConfig = FIRST_CONFIG): string {
  // Points that are not in use would make every address long.
  return encodeFields(
    CONFIG_FIELDS,
    config.data === 'drawn' ? config : { ...config, points: defaults.points },
    defaults,
  );
}

/** The configuration that a query means. */
export function decodeConfig(query: string, defaults: NetworkConfig = FIRST_CONFIG): Decoded<NetworkConfig> {
  return decodeFields(CONFIG_FIELDS, query, defaults);
}

/** Whether a run with one configuration can go on with the other. */
export function canRetune(before: NetworkConfig, after: NetworkConfig): boolean {
  const keys = Object.keys(CONFIG_FIELDS) as (keyof NetworkConfig)[]; // one field for each key
  return keys.every(
    (key) =>
      LIVE_KEYS.includes(key) ||
      CONFIG_FIELDS[key].encode(before[key] as never) === CONFIG_FIELDS[key].encode(after[key] as never),
  ); // both of one key
}
