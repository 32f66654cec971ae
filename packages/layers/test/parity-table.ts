import type { AnyBlueprint } from '@neurite/core';
import { fixture, onEachBackend, type Tolerance } from '@neurite/testing';
import { describe, it } from 'vitest';
import * as layers from '../src/index.js';
import { expectParity, type ParityCase } from './parity.js';

/** A case that names the call that makes its layer. */
type Row = ParityCase & { readonly layer: string; readonly arguments: readonly unknown[] };

/**
 * Declares a test for each case of a file of `fixtures/layers` on each backend: values, gradients and state as in PyTorch.
 *
 * @param file e.g. `pools`
 */
export function testParity(file: string, tolerance: Tolerance = { relative: 1e-5, absolute: 1e-5 }): void {
  const { cases } = fixture<{ cases: Row[] }>(`layers/${file}`);
  const makers = layers as unknown as Readonly<Record<string, (...args: readonly unknown[]) => AnyBlueprint>>; // those that the rows name
  const titled = cases.map(
    (one, i) => [`${i} ${one.layer}(${JSON.stringify(one.arguments).slice(1, -1)})`, one] as const,
  );
  onEachBackend(() => {
    describe(`${file} as PyTorch`, () => {
      it.each(titled)('%s', (_, one) => expectParity(makers[one.layer]!(...one.arguments), one, tolerance));
    });
  });
}
