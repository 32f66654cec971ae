import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { RULES } from '../src/internal/rules.js';

it('lists every kind of finding in the README, with its threshold', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const rows = [...readme.matchAll(/^\| `([a-z-]+)` +\| (.+?) +\| +(\S+) \|$/gm)].map(([, ...cells]) => cells);
  expect(rows).toEqual(RULES.map(({ kind, measure, threshold }) => [kind, measure, String(threshold)]));
});
