import { expect } from 'vitest';
import { faultsOf } from './faults-of.js';
import type { Both } from './rules-cases.js';

/** The first wrong number of each tensor after some steps, in words. */
export function faultsOfSteps(name: string, { found, expected }: Both): readonly string[] {
  expect(Object.keys(found)).toEqual(Object.keys(expected));
  const paths = Object.entries(expected);
  return paths.flatMap(([path, values]) => faultsOf(`${name}, ${path}`, found[path]!, values));
}
