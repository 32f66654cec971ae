import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fromRecords } from '@neurite/data';
import { penguinFeatures } from '../features/penguin-features.js';
import { timed } from '../statistics/timed.js';
import type { DataSet } from './data-set.js';

/** A row of the file. */
export type Penguin = {
  readonly Species: string;
  readonly Island: string;
  readonly 'Beak Length (mm)': number | null;
  readonly 'Beak Depth (mm)': number | null;
  readonly 'Flipper Length (mm)': number | null;
  readonly 'Body Mass (g)': number | null;
  readonly Sex: string | null;
};

const SPECIES = ['Adelie', 'Chinstrap', 'Gentoo'] as const;
const NUMBERS = ['Beak Length (mm)', 'Beak Depth (mm)', 'Flipper Length (mm)', 'Body Mass (g)'] as const;
const ISLANDS = ['Biscoe', 'Dream', 'Torgersen'] as const;
const SEXES = ['FEMALE', 'MALE'] as const;

/** The penguins of Palmer Station, of which some were not measured whole; read from the npm package `vega-datasets`. */
export async function penguins(): Promise<DataSet> {
  const index = createRequire(import.meta.url).resolve('vega-datasets');
  const rows = JSON.parse(
    await readFile(index.replace(/build.index\.js$/, 'data/penguins.json'), 'utf8'),
  ) as readonly Penguin[];
  const raw = toTable(rows);
  const [features, microseconds] = timed(() => penguinFeatures(raw), { per: rows.length });
  return {
    name: 'penguins',
    source: `${rows.length} penguins of three species, measured at Palmer Station (Gorman et al., 2014; palmerpenguins, CC0), from the npm package vega-datasets`,
    featureNames: 'ratios of the measures: the shape and size of the beak, mass for its length',
    featureFiles: ['penguin-features.ts'],
    classes: SPECIES,
    labels: Int32Array.from(rows, ({ Species }) => SPECIES.indexOf(Species as (typeof SPECIES)[number])),
    inputs: {
      raw: { table: raw, scaled: true, microseconds: 0 },
      features: { table: features, scaled: true, microseconds },
    },
    shape: undefined,
    testSamples: Math.round(0.2 * rows.length),
    target: 'Species',
    examined: (chosen) => fromRecords(Array.from(chosen, (row) => rows[row]!)),
  };
}

function toTable(rows: readonly Penguin[]) {
  const names = [...NUMBERS, ...ISLANDS, ...SEXES];
  const data = new Float32Array(rows.length * names.length);
  for (const [row, penguin] of rows.entries()) {
    const values = [
      ...NUMBERS.map((name) => penguin[name] ?? Number.NaN),
      ...ISLANDS.map((island) => Number(penguin.Island === island)),
      ...SEXES.map((sex) => Number(penguin.Sex === sex)),
    ];
    data.set(values, row * names.length);
  }
  return { rows: rows.length, columns: names.length, names, data };
}
