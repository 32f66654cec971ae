import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { examine } from '../src/index.js';
import { CLEAN } from './support/clean-data.js';
import { DEFECTS } from './support/defects.js';

/** `npm run check -- examine` takes 200 seeds of clean data and 20 of each defect, and writes the page. */
const wanted = process.env.NEURITE_EXAMINE;
const cleanSeeds = wanted === undefined ? 4 : Number(wanted);
/** A whole run takes minutes for each kind, and more on a busy machine. */
const timeout = wanted === undefined ? 600_000 : 7_200_000;
const defectSeeds = wanted === undefined ? 1 : Math.ceil(Number(wanted) / 10);

const cleanRows: string[] = [];
const defectRows: string[] = [];

describe('clean data has findings in at most 5 % of the seeds', () => {
  it.each(Object.entries(CLEAN))(
    '%s',
    async (name, make) => {
      const found: string[] = [];
      let flagged = 0;
      for (let seed = 1; seed <= cleanSeeds; seed++) {
        const { train, test, options } = make(seed);
        const { findings } = await examine(train, test, options);
        if (findings.length > 0) flagged++;
        found.push(...findings.map(({ kind }) => kind));
      }
      cleanRows.push(`| ${name} | ${flagged} of ${cleanSeeds} | ${[...new Set(found)].sort().join(', ') || '–'} |`);
      expect(flagged, found.join(', ')).toBeLessThanOrEqual(0.05 * cleanSeeds);
    },
    timeout,
  );
});

describe('data with a defect', () => {
  it.each(DEFECTS)(
    '$kind, $size',
    async ({ kind, size, make }) => {
      let found = 0;
      for (let seed = 1; seed <= defectSeeds; seed++) {
        const { train, test, options } = make(seed);
        const target = 'columns' in train ? { target: 'label' } : {};
        const { findings } = await examine(train, test, { ...target, ...options });
        if (findings.some((finding) => finding.kind === kind)) found++;
      }
      defectRows.push(`| ${kind} | ${size} | ${found} of ${defectSeeds} |`);
      expect(found).toBeGreaterThanOrEqual(0.95 * defectSeeds);
    },
    timeout,
  );
});

it.runIf(wanted !== undefined)('writes docs/measurements/examine.md', () => {
  const page = [
    '# What `examine` finds',
    '',
    `Made by \`npm run check -- examine\`. The data are made by \`packages/data-validation/test/support\`.`,
    '',
    '## Clean data',
    '',
    'Seeds in which anything was found, of all checks together, at the default level.',
    '',
    '| data | seeds with a finding | findings |',
    '| --- | ---: | --- |',
    ...cleanRows,
    '',
    '## Data with one defect',
    '',
    'Seeds in which the defect was found. Tables have 500 rows and test parts 300 unless stated.',
    '',
    '| finding | size of the defect | found |',
    '| --- | --- | ---: |',
    ...defectRows,
    '',
  ];
  const folder = new URL('../../../docs/measurements/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL('examine.md', folder), page.join('\n'));
});
