import { readdirSync } from 'node:fs';
import { fixture } from '@neurite/testing';
import { expect, it } from 'vitest';
import * as layers from '../src/index.js';

const folder = new URL('../../../fixtures/layers/', import.meta.url);

/** What is exported and makes no layer, each with the reason. */
const OTHERS = {
  defineCell: 'makes the blueprint of a cell of one’s own',
  beamSearch: 'is compared with all texts',
  generate: 'is compared with a loop without a state',
  greedy: 'chooses the largest',
  sampling: 'is compared with probabilities',
};

it('every layer has reference values', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const covered = files.flatMap((name) => fixture<{ layers: string[] }>(`layers/${name.replace('.json', '')}`).layers);
  const functions = Object.entries(layers).filter(
    ([name, value]) => typeof value === 'function' && /^[a-z]/.test(name),
  );
  const names = functions.map(([name]) => name).filter((name) => !(name in OTHERS));
  expect(names.filter((name) => !covered.includes(name))).toEqual([]);
  expect(covered.filter((name) => !names.includes(name))).toEqual([]);
});
