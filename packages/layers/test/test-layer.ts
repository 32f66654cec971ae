import * as core from '@neurite/core';
import { type ModuleConformance, testModule } from '@neurite/testing';
import * as layers from '../src/index.js';

/** What makes a config again: the layers and the initializers. */
export const registry: core.Registry = { ...core, ...layers };

/** `testModule` of a layer of this package, whose config is made again, too. */
export function testLayer(conformance: ModuleConformance): void {
  testModule({ registry, ...conformance });
}
