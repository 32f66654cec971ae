import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { noSoftwareVulkan, softwareVulkan } from '@neurite/browser-testing';
import { expect, it } from 'vitest';
import { type Column, sampleOfRows, specs, type Table } from '../src/columns.js';
import { checkInNode } from '../src/node-gpu.js';

/** `npm run check -- dawn` takes all rows; compiling their shaders takes minutes. */
const isWhole = process.env.NEURITE_DAWN === 'all';
const names = isWhole ? specs.map(({ name }) => name) : sampleOfRows().filter((_, i) => i % 3 === 0);

const committed = JSON.parse(
  readFileSync(fileURLToPath(new URL('../fixtures/results.json', import.meta.url)), 'utf8'),
) as Table;

it(`${names.length} operations on Dawn in Node are as right as on webgpu in a page`, async (context) => {
  const variables = softwareVulkan();
  if (variables === undefined) return context.skip(noSoftwareVulkan);
  const { column } = await checkInNode('webgpu', {
    names,
    runs: { value: 1, gradient: 1, second: 1, allShapes: false, elements: isWhole ? 24 : 8 },
    project: fileURLToPath(new URL('../../backend-node-gpu', import.meta.url)),
    variables,
  });
  expect(marks(column)).toEqual(marks(committed.columns.webgpu));
});

/** What the columns have in common: another driver may round differently. */
function marks(column: Column): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => {
      const { value, gradient, second } = column[name]!;
      return [name, `${value.mark}, ${gradient.mark}, ${second.mark}`];
    }),
  );
}
