import { hostArray } from '@neurite/core';
import { expect, it } from 'vitest';
import {
  bytePairTokenizer,
  chain,
  characterTokenizer,
  columns,
  cross,
  dateParts,
  impute,
  melSpectrogram,
  mfcc,
  oneHot,
  pad,
  prepareImage,
  standardize,
  target,
  wordTokenizer,
} from '../src/index.js';

/** A value of a type that the compiler refuses: who writes JavaScript hears of it when it runs. */
const wrong = (value: unknown): never => value as never;
const rows = [
  { age: 3, kind: 'cat' },
  { age: 5, kind: 'dog' },
];
const fitted = columns({ age: standardize() }).fit(rows);
const tokens = 'be different tokens, other than <pad> and <unk>; received';
const month = dateParts({ parts: ['month', 'day'] }).fit([]);
const february =
  "`values` must be dates, milliseconds since 1970, or text such as 2024-02-29 or 2024-02-29T13:45:00Z; received '2023-02-29' in row 0.";

const CALLS: readonly (readonly [call: () => unknown, message: string])[] = [
  [() => wordTokenizer({ special: wrong('<s>') }), `wordTokenizer: \`special\` must ${tokens} '<s>'.`],
  [() => characterTokenizer({ special: wrong(null) }), `characterTokenizer: \`special\` must ${tokens} null.`],
  [() => wordTokenizer({ special: [''] }), `wordTokenizer: \`special\` must ${tokens} [''].`],
  [
    () => bytePairTokenizer({ special: wrong([5]) }),
    'bytePairTokenizer: `special` must be different tokens of two characters or more, other than <pad>; received [5].',
  ],
  ...[wordTokenizer, bytePairTokenizer].map(
    (make) =>
      [
        () => make().fit(['a']).invert(wrong(3)),
        `${make.name}.invert: \`numbers\` must be an array; received 3.`,
      ] as const,
  ),
  [
    () => pad(wrong(['the cat'])),
    "pad: `sequences` must be a list of sequences of integers; received ['the cat']. Texts become such sequences by the transform of a tokenizer, one by one.",
  ],
  [() => pad(wrong([1, 2])), 'pad: `sequences` must be a list of sequences of integers; received [1, 2].'],
  [
    () => pad([[1], [2, 1.5]]),
    'pad: `sequences[1][1]` must be an integer from -2147483648 to 2147483647; received 1.5.',
  ],
  [
    () => pad([[2 ** 31]]),
    'pad: `sequences[0][0]` must be an integer from -2147483648 to 2147483647; received 2147483648.',
  ],
  [
    () => pad(wrong([['a']])),
    "pad: `sequences[0][0]` must be an integer from -2147483648 to 2147483647; received 'a'.",
  ],
  [
    () => melSpectrogram()(wrong(new Float32Array(2000))),
    'melSpectrogram: `samples` must be a host array; received a Float32Array of 8000 bytes. Make one with hostArray(data, shape) of @neurite/core.',
  ],
  [() => mfcc(wrong(null)), 'mfcc: `options` must be an object with `sampleRate`, '],
  [() => mfcc(wrong({ coefficent: 3 })), 'mfcc: `options` must be among `sampleRate`, '],
  [() => prepareImage()(wrong(null)), 'prepareImage: `image` must be a host array; received null.'],
  [() => dateParts({ parts: wrong('month') }), 'dateParts: `parts` must be a list of year, quarter, month, week, '],
  [
    () => month.transform(wrong('2024-01-01')),
    "dateParts.transform: `values` must be an array; received '2024-01-01'.",
  ],
  [() => month.transform(['2023-02-29']), `dateParts.transform: ${february}`],
  [() => month.transform(['2024-04-31T10:00']), 'dateParts.transform: `values` must be dates'],
  [() => columns(wrong(null)), 'columns: `spec` must be an object with a transformer for each name; received null.'],
  [
    () => columns(wrong({ age: standardize })),
    'columns: `spec.age` must be a transformer; received the function standardize. Call it first: standardize(), not standardize.',
  ],
  [
    () => columns({ age: standardize() }, { crosses: wrong({ both: ['age', 'kind'] }) }),
    "columns: `crosses.both` must be what `cross` gives; received ['age', 'kind'].",
  ],
  [
    () => columns<{ name?: string }>({ name: oneHot() }).fit(wrong(rows)),
    "columns.fit: `rows` must have a column 'name'; received none that has it.",
  ],
  [
    () =>
      columns<{ kind: string; size?: string }>(
        { kind: oneHot() },
        { crosses: { both: cross(['kind', 'size'], oneHot()) } },
      ).fit(rows),
    "columns.fit: `rows` must have a column 'size'; received none that has it.",
  ],
  [() => fitted.transform(wrong(rows[0])), 'columns.transform: `rows` must be an array; received an object with age'],
  [() => fitted.invert(wrong(null)), 'columns.invert: `table` must have 1 columns; received null.'],
  [
    () => fitted.invert({ rows: 3, columns: 1, data: Float64Array.of(1) }),
    'columns.invert: `table.data` must have 3 numbers; received 1.',
  ],
  [() => cross(wrong('age'), oneHot()), "cross: `of` must be a list of names of columns; received 'age'."],
  [() => cross([], oneHot()), 'cross: `of` must be a list of names of columns; received [].'],
  [
    () => cross(['age'], wrong(oneHot)),
    'cross: `encoder` must be a transformer; received the function oneHot. Call it',
  ],
  [() => chain(wrong(impute), standardize()), 'chain: `first` must be a transformer; received the function impute.'],
  [() => chain(impute(), wrong(undefined)), 'chain: `second` must be a transformer of a column; received undefined.'],
  [
    () => target().fitTransform(['a'], wrong(undefined)),
    'target.fit: `targets` must be a finite number for each row; received none.',
  ],
];

it.each(CALLS.map(([call, message]) => [message, call] as const))('%s', (message, call) => {
  expect(call).toThrow(message);
});

it('takes what is right beside it', () => {
  expect(month.transform(['2024-02-29', '1900-02-28', '2023-12', '-000001-01-31'])).toEqual(
    Float64Array.of(2, 29, 2, 28, 12, 1, 1, 31),
  );
  expect(pad([Int32Array.of(-1), [2 ** 31 - 1, -(2 ** 31)]]).data.data).toEqual(
    Int32Array.of(-1, 0, 2 ** 31 - 1, -(2 ** 31)),
  );
  // A field that only some rows have is missing in the others, and no rows say nothing of columns.
  const optional = columns<{ name?: string }>({ name: oneHot() });
  expect(optional.fit([{}, { name: 'a' }]).names).toEqual(['name_a', 'name_missing']);
  expect(optional.fit([]).names).toEqual([]);
  expect(mfcc({ coefficients: 3, mels: 20 })(hostArray(new Float32Array(800))).shape).toEqual([5, 3]);
});
