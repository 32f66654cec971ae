import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { noSoftwareVulkan, softwareVulkan } from '@neurite/browser-testing';
import { expect, it } from 'vitest';
import { type Column, sampleOfRows, specs, type Table } from '../src/columns.js';
import { checkInNode } from '../src/node-gpu.js';

/** `npm run check -- dawn` takes all rows; compiling their shaders takes minutes. */
const isWhole = process.env.NEURITE_DAWN === 'all';
const names = isWhole ? specs.map(({ name }) => name) : sampleOfRows().filter((_, i) => i % 6 === 0);

/** How many a process takes at most, so that one is done in time on a busy machine. */
const PART = 30;

const committed = JSON.parse(
  readFileSync(fileURLToPath(new URL('../fixtures/results.json', import.meta.url)), 'utf8'),
) as Table;

for (let first = 0; first < names.length; first += PART) {
  const part = names.slice(first, first + PART);
  it(`on Dawn in Node operations are as right as on webgpu in a page: ${part.length} from ${part[0]}`, async (context) => {
    const variables = softwareVulkan();
    if (variables === undefined) return context.skip(noSoftwareVulkan);
    const { column } = await checkInNode('webgpu', {
      names: part,
      runs: { value: 1, gradient: 1, second: 1, allShapes: false, elements: isWhole ? 24 : 8 },
      project: fileURLToPath(new URL('../../backend-node-gpu', import.meta.url)),
      variables,
    });
    expect(marks(column, part)).toEqual(marks(committed.columns.webgpu, part));
  });
}

/** What the columns have in common: another driver may round differently. */
function marks(column: Column, of: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    of.map((name) => {
      const { value, gradient, second } = column[name]!;
      return [name, `${value.mark}, ${gradient.mark}, ${second.mark}`];
    }),
  );
}
