import { ArgumentError, FormatError, type Json, ShapeError } from '@neurite/core';
import { expectClose, expectError } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import {
  binning,
  chain,
  columns,
  cross,
  dateParts,
  hashing,
  impute,
  imputeCategories,
  oneHot,
  ordinal,
  standardize,
  target,
} from '../src/index.js';

type Penguin = { readonly mass: number | null; readonly species: string; readonly island: string };

const penguins: readonly Penguin[] = [
  { mass: 3700, species: 'Adelie', island: 'Torgersen' },
  { mass: null, species: 'Gentoo', island: 'Biscoe' },
  { mass: 5100, species: 'Gentoo', island: 'Biscoe' },
  { mass: 3300, species: 'Adelie', island: 'Dream' },
];
const crosses = { home: cross(['species', 'island'], oneHot({ unseen: 'ignore' })) };

async function* slowly<T>(values: Iterable<T>): AsyncGenerator<T> {
  for (const value of values) yield value;
}

describe('columns', () => {
  it('puts columns side by side, with names, and gives the rows back', async () => {
    const prepare = columns<Penguin>({ mass: standardize(), species: oneHot(), island: ordinal() }, { crosses });
    const fitted = prepare.fit(penguins);
    const home = ['home_Adelie × Dream', 'home_Adelie × Torgersen', 'home_Gentoo × Biscoe'];
    expect(fitted.names).toEqual(['mass', 'species_Adelie', 'species_Gentoo', 'island', ...home]);
    const table = fitted.transform(penguins);
    expect(table).toMatchObject({ rows: 4, columns: 7, names: fitted.names });
    const mass = standardize().fit(penguins.map((row) => row.mass));
    const masses = [...mass.transform([3700, null, 5100, 3300])];
    await expectClose(table.data, [
      ...[masses[0]!, 1, 0, 2, 0, 1, 0],
      ...[Number.NaN, 0, 1, 0, 0, 0, 1],
      ...[masses[2]!, 0, 1, 0, 0, 0, 1],
      ...[masses[3]!, 1, 0, 1, 1, 0, 0],
    ]);
    const back = fitted.invert(table);
    expect(back.map((row) => ({ ...row, mass: Math.round(row.mass ?? 0) || null }))).toEqual(penguins);
    const restored = prepare.restore(JSON.parse(JSON.stringify(fitted.toJSON())) as Json);
    expect(restored.transform(penguins)).toEqual(table);
    expect((await prepare.fit(slowly(penguins))).toJSON()).toEqual(fitted.toJSON());
    expect(prepare.fit(new Set(penguins)).toJSON()).toEqual(fitted.toJSON());
    expect(fitted.transform([])).toEqual({ rows: 0, columns: 7, data: new Float64Array(0), names: fitted.names });
  });

  it('hands weights and targets to each column', () => {
    const prepare = columns<Penguin>({ mass: standardize(), species: target(), island: oneHot() });
    const weights = [1, 0, 2, 0];
    const targets = [1, 2, 3, 4];
    const fitted = prepare.fit(penguins, { weights, targets });
    const alone = target().fit(['Adelie', 'Gentoo'], { targets: [1, 3], weights: [1, 2] });
    expect(fitted.names).toEqual(['mass', 'species', 'island_Biscoe', 'island_Torgersen']);
    expect(fitted.transform(penguins.slice(0, 1)).data[1]).toBe(alone.transform(['Adelie'])[0]);
  });

  it('chains what learns from one another', () => {
    const prepare = chain(imputeCategories(), oneHot());
    const fitted = prepare.fit(['b', null, 'a', 'b'], { weights: [1, 1, 1, 0] });
    expect([...fitted.transform([null, 'b'])]).toEqual([1, 0, 0, 1]);
    expect(prepare.restore(fitted.toJSON()).transform([null])).toEqual(fitted.transform([null]));
    const scaled = chain(impute({ strategy: 'median' }), standardize()).fit([1, null, 5, 3]);
    expect(scaled.transform([null])[0]).toBe(0);
    expect(Array.from(scaled.invert!(scaled.transform([7, 2])))).toEqual([7, 2]);
    expect(chain(binning({ bins: 2 }), ordinal()).fit([1, 2, 3, 4]).outputs).toEqual(['']);
  });

  it('says which column is wrong', async () => {
    const prepare = columns<Penguin>({ mass: standardize(), species: oneHot(), island: hashing() }, { crosses });
    const fitted = prepare.fit(penguins);
    const [first] = penguins as [Penguin];
    const refused: readonly (readonly [() => unknown, string])[] = [
      [
        () => fitted.transform([{ ...first, species: 'Emperor' }]),
        "oneHot.transform (column 'species'): `values` must be categories that it has learned; received 'Emperor' in row 0. `unseen: 'ignore'` or `unseen: 'own'` takes others.",
      ],
      [
        () => prepare.fit([{ ...first, mass: 'heavy' } as never]),
        "standardize.fit (column 'mass'): `values` must be numbers, or bigints from -2⁵³ + 1 to 2⁵³ - 1; NaN, null and undefined are missing; received 'heavy' in row 0.",
      ],
      [() => prepare.fit([null as never]), 'columns.fit: `rows` must be objects; received null in row 0.'],
      [() => fitted.transform([1 as never]), 'columns.transform: `rows` must be objects; received 1 in row 0.'],
      [
        () => fitted.invert(fitted.transform(penguins)),
        "columns.invert: column 'island' has no inverse, because hashing has none.",
      ],
      [
        () => columns({ a: oneHot(), a_x: ordinal() }).fit([{ a: 'x', a_x: 'y' }]),
        "columns: two columns of the result are called 'a_x'. Rename a column or a category.",
      ],
      [
        () => chain(impute({ indicator: true }), standardize()).fit([1, null]),
        'chain: `first` must give one value for each; received impute, which gave 4 for 2. A transformation to several columns can only be the last.',
      ],
    ];
    for (const [call, message] of refused) await expectError(call, ArgumentError, message);
    await expectError(
      () => fitted.invert({ rows: 0, columns: 1, data: new Float64Array(0) }),
      ShapeError,
      'columns.invert: `table` must have 22 columns; received 1 columns.',
    );
    const saved = fitted.toJSON() as { readonly columns: { readonly [name: string]: Json } };
    await expectError(
      () => prepare.restore({ ...saved, columns: { ...saved.columns, mass: null } }),
      FormatError,
      "standardize.restore (column 'mass'): `json.kind` must be 'neurite/standardize'; received none.",
    );
  });

  it('never takes two combinations for one', () => {
    const rows = [
      { a: 'x × y', b: 'z' },
      { a: 'x', b: 'y × z' },
      { a: 'x\\', b: 'z' },
      { a: null, b: 'z' },
    ];
    const fitted = columns({ a: ordinal(), b: ordinal() }, { crosses: { ab: cross(['a', 'b'], ordinal()) } }).fit(rows);
    const { data, columns: width } = fitted.transform(rows);
    expect(new Set(rows.map((_, row) => data[row * width + 2])).size).toBe(4);
    expect(data[3 * width + 2]).toBeNaN();
  });

  it('is checked against the rows', () => {
    const prepare = columns({ mass: standardize(), born: dateParts(), species: oneHot() });
    const of = { mass: standardize(), species: oneHot(), island: oneHot() };
    const age = cross(['age'], oneHot());
    const call = () => {
      prepare.fit([{ mass: 1, born: '2024-01-01', species: 'a' }]);
      // @ts-expect-error text is no number
      prepare.fit([{ mass: '1', born: '2024-01-01', species: 'a' }]);
      // @ts-expect-error a column is missing
      prepare.fit([{ mass: 1, species: 'a' }]);
      // @ts-expect-error an object is no date
      prepare.fit([{ mass: 1, born: {}, species: 'a' }]);
      // @ts-expect-error a column has no transformer
      columns<Penguin>({ mass: standardize(), species: oneHot() });
      // @ts-expect-error there is no such column to cross
      columns<Penguin>(of, { crosses: { age } });
    };
    expect(call).toBeTypeOf('function');
  });

  it('encodes the rows of a training by the targets of others', () => {
    const rows = Array.from({ length: 30 }, (_, i) => ({ mass: i, species: 'abc'[i % 3]! }));
    const targets = rows.map((_, i) => Math.cos(i));
    const prepare = columns({
      mass: standardize(),
      species: target({ folds: 3 }),
      both: chain(imputeCategories(), target()),
    });
    const doubled = rows.map((row) => ({ ...row, both: row.species }));
    const { fitted, transformed } = prepare.fitTransform(doubled, { targets, seed: 2 });
    expect(fitted.toJSON()).toEqual(prepare.fit(doubled, { targets, seed: 2 }).toJSON());
    expect(transformed.names).toEqual(['mass', 'species', 'both']);
    const column = (i: number) => rows.map((_, row) => transformed.data[row * 3 + i]);
    const species = rows.map((row) => row.species);
    expect(column(0)).toEqual(rows.map((_, row) => fitted.transform(doubled).data[row * 3]));
    expect(column(1)).toEqual([...target({ folds: 3 }).fitTransform(species, { targets, seed: 2 }).transformed]);
    expect(column(2)).toEqual([...target().fitTransform(species, { targets, seed: 2 }).transformed]);
  });

  it('transforms a million values', () => {
    const rows = Array.from({ length: 250_000 }, (_, i) => ({ a: i, b: i % 2, c: 'xyz'[i % 3] }));
    const table = columns({ a: standardize(), b: ordinal(), c: oneHot() }).fit(rows).transform(rows);
    expect(table.data.length).toBe(1_250_000);
    expect(table.data[5 * 249_999 + 1]).toBe(1);
  });
});
