import type { Module } from '@neurite/core';
import { type Check, testChecks } from '../check.js';
import { errorChecks } from './expected-error.js';
import { batchChecks } from './module-batches.js';
import { passChecks } from './module-passes.js';
import { specificationChecks } from './module-specification.js';
import { type ModuleConformance, moduleUnderTest } from './module-under-test.js';

export type { ModuleConformance } from './module-under-test.js';

/**
 * Declares the tests that every layer passes, on each backend: shapes, parameters, description, config, seeds, state,
 * ownership and leaks, gradients, batches, masks, extremes, errors.
 *
 * @example
 * testModule({
 *   name: 'dense', blueprint: dense(3), input: [4], output: [3], parameters: { kernel: [4, 3], bias: [3] },
 * });
 */
export function testModule(conformance: ModuleConformance): void {
  testChecks(conformance.name, moduleChecks(conformance));
}

/** The checks that `testModule` declares. */
export function moduleChecks(conformance: ModuleConformance): Check[] {
  const tested = moduleUnderTest(conformance);
  const { errors = [] } = conformance;
  return [
    ...specificationChecks(conformance, tested),
    ...passChecks(conformance, tested),
    ...batchChecks(conformance, tested),
    // An error by its input, of any kind.
    ...errorChecks(errors.map((error) => ({ ...error, run: () => error.run(tested.make() as unknown as Module) }))),
  ];
}
