import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { noChromium } from '@neurite/browser-testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { checkInBrowser } from '../src/browser.js';
import {
  type Column,
  checkColumn,
  type Engine,
  sampleOfRows,
  serialize,
  shareOf,
  specs,
  type Table,
} from '../src/columns.js';
import { turnOn } from '../src/engines.js';
import { own } from '../src/families/own/index.js';
import { leftOut } from '../src/left-out.js';
import { render } from '../src/render.js';

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const results = file('../fixtures/results.json');
const page = file('../../../FEATURES.md');

/** What was committed; a column that cannot run here stays as it is. */
const committed = JSON.parse(readFileSync(results, 'utf8')) as Table;
const columns: Record<Engine, Column> = { ...committed.columns };
let { browser } = committed;

/** Whether `npm run features` runs; and whether it or `npm run check -- features` does, which take every row. */
const isUpdate = process.env.NEURITE_FEATURES === 'write';
const isWhole = isUpdate || process.env.NEURITE_FEATURES === 'compare';

/** Plain calls of each operation on cpu and wasm; derivatives of the references take most of the time. */
const MANY = { value: 5, gradient: 5, second: 3, elements: 24 };
const FEW = { value: 2, gradient: 2, second: 1, elements: 8 };

/** A busy machine compiles shaders for a device that is a program. */
const TIMEOUT = 600_000;

describe('FEATURES.md', { timeout: TIMEOUT }, () => {
  it.each(['cpu', 'wasm'] as const)('is made on %s', async (engine) => {
    await turnOn(engine);
    columns[engine] = await checkColumn({ ...(isWhole ? MANY : FEW), allShapes: true });
    expect(wrongOwn(columns[engine])).toEqual([]);
  });

  const all = isWhole ? specs.map(({ name }) => name) : sampleOfRows();
  const rows = isWhole ? { webgl: all, webgpu: all } : { webgl: shareOf('webgl', all), webgpu: shareOf('webgpu', all) };
  it(`is ${isWhole ? 'made' : `as committed in ${all.length} rows`} on webgl and webgpu`, async (context) => {
    if (noChromium !== undefined) return context.skip(`${noChromium}; their columns are taken as committed`);
    const runs = { value: 1, gradient: 1, second: 1, allShapes: false, elements: isWhole ? 24 : 8 };
    const [webgl, webgpu] = await Promise.all([
      checkInBrowser('webgl', { names: rows.webgl, runs }),
      checkInBrowser('webgpu', { names: rows.webgpu, runs }),
    ]);
    const found = { webgl: webgl.column, webgpu: webgpu.column };
    // These must be right in every browser.
    expect(Object.values(found).flatMap(wrongOwn)).toEqual([]);
    const { version } = webgl;
    const { webgl: oldWebgl, webgpu: oldWebgpu } = columns;
    const old = { webgl: only(oldWebgl, rows.webgl), webgpu: only(oldWebgpu, rows.webgpu) };
    const changed = JSON.stringify(found) !== JSON.stringify(old);
    // Another browser may round differently without anything being wrong here; `npm run features` takes it all the same.
    if (changed && version !== browser && !isUpdate) {
      return context.skip(
        `this is ${version}, and the columns are of ${browser}: where they differ, they stay as committed`,
      );
    }
    if (!isWhole) return expect(found).toEqual(old);
    Object.assign(columns, found);
    browser = version;
  });

  it('is as committed; where this fails, look at what became better or worse, then `npm run features`', async () => {
    const table: Table = { browser, columns };
    await expect(serialize(table)).toMatchFileSnapshot(results);
    await expect(render(table)).toMatchFileSnapshot(page);
  });

  it('has every operation of tfjs-core', () => {
    const known = new Set([
      ...specs.flatMap(({ name, also = [] }) => [name, ...also]),
      ...Object.values(leftOut).flat(),
    ]);
    expect(operations(tf).filter((name) => !known.has(name))).toEqual([]);
  });
});

/** The names of all operations: functions that tfjs has marked as such, and those of its groups. */
function operations(group: object, path = ''): string[] {
  return Object.entries(group).flatMap(([name, value]) => {
    if (typeof value === 'function' && (path !== '' || value.name.endsWith('__op'))) return [`${path}${name}`];
    const isGroup = ['image', 'linalg', 'losses', 'spectral', 'fused', 'signal', 'sparse', 'string'].includes(name);
    return isGroup && path === '' ? operations(value as object, `${name}.`) : [];
  });
}

/** The project's own operations that are wrong for plain inputs, or leave something in memory. */
function wrongOwn(column: Column): string[] {
  return own.flatMap(({ name }) =>
    Object.values(column[name] ?? {}).flatMap(({ findings = [] }) =>
      findings.filter(({ kind, leak }) => kind === 'plain' || leak === true).map(({ text }) => `${name}: ${text}`),
    ),
  );
}

/** Some rows of a column. */
function only(column: Column, rows: readonly string[]): Column {
  return Object.fromEntries(Object.entries(column).filter(([name]) => rows.includes(name)));
}
