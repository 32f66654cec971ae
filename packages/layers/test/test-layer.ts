import type { Registry } from '@neurite/core';
import { type ModuleConformance, testModule } from '@neurite/testing';
import * as layers from '../src/index.js';

/** What makes a config again. */
export const registry: Registry = layers;

/** `testModule` of a layer of this package, whose config is made again, too. */
export function testLayer(conformance: ModuleConformance): void {
  testModule({ registry, ...conformance });
}
