import { expandLesson, LAYERS_STARTS } from '../lessons/lesson-starts.js';
import {
  choiceField,
  type Decoded,
  decodeFields,
  encodeFields,
  type Field,
  type Fields,
  flagField,
  listField,
  numberField,
  unknownParts,
} from '../url/fields.js';
import { MOST_WORDS } from './attention.js';

/** Pixels along each side of the image that one draws. */
export const IMAGE_SIDE = 16;
/** Along each side of the filter. */
export const KERNEL = 3;

/** Filters that one can begin with, row by row. */
export const FILTERS: Readonly<Record<FilterName, { readonly title: string; readonly weights: readonly number[] }>> = {
  vertical: { title: 'Vertical edges', weights: [-1, 0, 1, -2, 0, 2, -1, 0, 1] },
  horizontal: { title: 'Horizontal edges', weights: [-1, -2, -1, 0, 0, 0, 1, 2, 1] },
  outline: { title: 'Outline', weights: [-1, -1, -1, -1, 8, -1, -1, -1, -1] },
  blur: { title: 'Blur', weights: [0.1, 0.1, 0.1, 0.1, 0.2, 0.1, 0.1, 0.1, 0.1] },
  sharpen: { title: 'Sharpen', weights: [0, -1, 0, -1, 5, -1, 0, -1, 0] },
  identity: { title: 'Nothing', weights: [0, 0, 0, 0, 1, 0, 0, 0, 0] },
};
export type FilterName = 'vertical' | 'horizontal' | 'outline' | 'blur' | 'sharpen' | 'identity';

/** Most letters of the sentence. */
export const MOST_LETTERS = 80;

/** Fewest and most classes of the softmax. */
export const CLASSES = { least: 2, most: 6 } as const;

export const CELLS = ['simpleRnn', 'lstm', 'gru'] as const;

/** Series that one can begin with. */
export const SERIES: Readonly<
  Record<'pulse' | 'wave' | 'step', { readonly title: string; readonly values: readonly number[] }>
> = {
  pulse: { title: 'One pulse', values: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0] },
  wave: { title: 'A wave', values: [0, 0.59, 0.95, 0.95, 0.59, 0, -0.59, -0.95, -0.95, -0.59] },
  step: { title: 'A step', values: [0, 0, 0, 1, 1, 1, 1, 1, 1, 1] },
};

/** Everything that the room of the layers shows follows from this. */
export type LayersState = {
  /** Row by row from the top left, 0 or 1. */
  readonly pixels: readonly number[];
  /** Row by row. */
  readonly kernel: readonly number[];
  readonly bias: number;
  readonly strides: '1' | '2';
  readonly padding: 'valid' | 'same';
  readonly relu: boolean;
  /** The index of the output that is looked at, row by row. */
  readonly index: number;
  readonly logits: readonly number[];
  /** By which the logits are divided. */
  readonly temperature: number;
  /** The class that is right, from 0. */
  readonly truth: number;
  /** What the recurrent layer reads. */
  readonly series: readonly number[];
  readonly cell: (typeof CELLS)[number];
  /** The weights of the simple cell: of the input, of the state, and its bias. */
  readonly w: number;
  readonly u: number;
  readonly b: number;
  /** Draws the weights of the other cells. */
  readonly seed: number;
  /** Which time is written out, from 0. */
  readonly time: number;
  /** What attention reads. */
  readonly sentence: string;
  /** The word that asks, from 0. */
  readonly word: number;
  readonly causal: boolean;
  /** The temperature of attention. */
  readonly sharpness: number;
  /** The name of the open lesson; '' for none. */
  readonly lesson: string;
};

/** Four pixels in a hexadecimal digit. */
const pixelsField: Field<readonly number[]> = {
  encode: (pixels) =>
    Array.from({ length: pixels.length / 4 }, (_, i) =>
      pixels
        .slice(i * 4, i * 4 + 4)
        .reduce((digit, pixel) => digit * 2 + pixel, 0)
        .toString(16),
    ).join(''),
  decode: (text) =>
    new RegExp(`^[0-9a-f]{${IMAGE_SIDE ** 2 / 4}}$`).test(text)
      ? [...text].flatMap((digit) => [8, 4, 2, 1].map((bit) => ((Number.parseInt(digit, 16) & bit) === 0 ? 0 : 1)))
      : undefined,
};

const FIELDS: Fields<LayersState> = {
  pixels: pixelsField,
  kernel: listField(numberField({ min: -99, max: 99 }), { separator: ',', least: KERNEL ** 2, most: KERNEL ** 2 }),
  bias: numberField({ min: -99, max: 99 }),
  strides: choiceField(['1', '2']),
  padding: choiceField(['valid', 'same']),
  relu: flagField,
  index: numberField({ min: 0, max: IMAGE_SIDE ** 2 - 1, integer: true }),
  logits: listField(numberField({ min: -10, max: 10 }), { separator: ',', ...CLASSES }),
  temperature: numberField({ min: 0.1, max: 10 }),
  truth: numberField({ min: 0, max: CLASSES.most - 1, integer: true }),
  series: listField(numberField({ min: -9, max: 9 }), { separator: ',', least: 1, most: 24 }),
  cell: choiceField(CELLS),
  w: numberField({ min: -3, max: 3 }),
  u: numberField({ min: -3, max: 3 }),
  b: numberField({ min: -2, max: 2 }),
  seed: numberField({ min: 0, max: 9999, integer: true }),
  time: numberField({ min: 0, max: 23, integer: true }),
  sentence: { encode: (text) => text, decode: (text) => (text.length <= MOST_LETTERS ? text : undefined) },
  word: numberField({ min: 0, max: MOST_WORDS - 1, integer: true }),
  causal: flagField,
  sharpness: numberField({ min: 0.2, max: 5 }),
  lesson: choiceField(['', ...Object.keys(LAYERS_STARTS)]),
};

/** A house, so that there is something to be seen. */
const HOUSE = '0000018003c007e00ff01ff83ffc300c300c33cc324c324c324c3ffc3ffc0000';

/** What the room begins with. */
export function firstLayersState(): LayersState {
  return {
    pixels: pixelsField.decode(HOUSE)!,
    kernel: FILTERS.vertical.weights,
    bias: 0,
    strides: '1',
    padding: 'valid',
    relu: false,
    index: 86,
    logits: [2, 1, -1],
    temperature: 1,
    truth: 0,
    series: SERIES.pulse.values,
    cell: 'simpleRnn',
    w: 1,
    u: 0.9,
    b: 0,
    seed: 1,
    time: 3,
    sentence: 'The cat slept because it was tired',
    word: 4,
    causal: false,
    sharpness: 1,
    lesson: '',
  };
}

/** The state as a query. */
export function encodeLayersState(state: LayersState): string {
  return encodeFields(FIELDS, state, firstLayersState());
}

/** The state that an address means. */
export function decodeLayersState(query: string): Decoded<LayersState> {
  const expanded = expandLesson(query, LAYERS_STARTS);
  const decoded = decodeFields(FIELDS, expanded, firstLayersState());
  const { state } = decoded;
  const problems = [...decoded.problems, ...unknownParts(expanded, FIELDS)];
  if (state.truth < state.logits.length) return { state, problems };
  return { state: { ...state, truth: 0 }, problems: [...problems, `truth=${state.truth}`] };
}
