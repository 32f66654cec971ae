import { fixtureNumbers, type Json } from '@neurite/testing/fixture-tensors';
import { expect } from 'vitest';
import { faultsOf } from './faults-of.js';
import type { LayerCase } from './layer-cases.js';
import type { Found } from './pass-layer.js';
import { numbersIn } from './rules-cases.js';

/** The first wrong number of each output and gradient of a layer, in words. */
export function faultsOfLayer(one: LayerCase, found: Found): readonly string[] {
  const expected: Record<string, unknown> = Object.fromEntries(
    one.outputs.map(({ values }, i) => [`output ${i}`, values] as const),
  );
  for (const [path, values] of Object.entries(one.gradients)) expected[`gradient of ${path}`] = values;
  expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
  return Object.entries(expected).flatMap(([what, values]) =>
    faultsOf(`${one.name}, ${what}`, found[what]!, numbersIn(fixtureNumbers(values as Json))),
  );
}
