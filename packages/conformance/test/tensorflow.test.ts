import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { type Column, specs } from '../src/columns.js';
import { own } from '../src/families/own/index.js';
import { checkInNode } from '../src/node-gpu.js';
import { NO_TENSORFLOW, tensorflowProcess } from './support/tensorflow-process.js';

/** How many a process takes at most. */
const PART = 100;
const names = specs.map(({ name }) => name);

it('on TensorFlow in Node operations are as right as committed, our own without an exception', async (context) => {
  if (tensorflowProcess === undefined) return context.skip(NO_TENSORFLOW);
  const column: Record<string, Column[string]> = {};
  for (let first = 0; first < names.length; first += PART) {
    const part = names.slice(first, first + PART);
    const runs = { value: 2, gradient: 2, second: 1, allShapes: true, elements: 8 };
    const found = await checkInNode('tensorflow-cpu', { names: part, runs, ...tensorflowProcess });
    Object.assign(column, found.column);
    process.stdout.write(`${found.device}: ${Object.keys(column).length} of ${names.length} operations\n`);
  }
  await expect(summary(column)).toMatchFileSnapshot(
    fileURLToPath(new URL('../fixtures/tensorflow.json', import.meta.url)),
  );
  const wrong = own.filter(({ name }) =>
    Object.values(column[name]!).some(({ mark }) => mark === 'wrong' || mark === 'throws'),
  );
  expect(wrong.map(({ name }) => name)).toEqual([]);
});

/** How many operations are right, and what those do that are not. */
function summary(column: Column): string {
  const counts = (['value', 'gradient', 'second'] as const).map((what) => {
    const marks = Object.values(column).map((result) => result[what].mark);
    const count = (mark: string): number => marks.filter((one) => one === mark).length;
    return [what, { right: count('right'), except: count('except'), wrong: count('wrong'), throws: count('throws') }];
  });
  const findings = Object.entries(column).flatMap(([name, result]) =>
    Object.entries(result).flatMap(([what, { mark, findings = [] }]) =>
      // Of denormal numbers versions of TensorFlow answer different ones.
      findings
        .filter(({ kind }) => kind !== 'tiny')
        .map(({ kind, text }) => [`${name}, ${what}, ${kind}`, `${mark}: ${text}`]),
    ),
  );
  return `${JSON.stringify({ counts: Object.fromEntries(counts), findings: Object.fromEntries(findings) }, null, 2)}\n`;
}
