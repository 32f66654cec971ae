import { type AnyBlueprint, fromConfig, type Json } from '@neurite/core';
import { fixture, onEachBackend, type Tolerance } from '@neurite/testing';
import { describe, it } from 'vitest';
import { expectParity, type ParityCase } from './parity.js';
import { registry } from './test-layer.js';

/** A case that names the call that makes its layer. */
type Row = ParityCase & { readonly layer: string; readonly arguments: readonly Json[] };

/**
 * Declares a test for each case of a file of `fixtures/layers` on each backend: values, gradients and state as in PyTorch.
 *
 * @param file e.g. `pools`
 */
export function testParity(file: string, tolerance: Tolerance = { relative: 1e-5, absolute: 1e-5 }): void {
  const { cases } = fixture<{ cases: Row[] }>(`layers/${file}`);
  const titled = cases.map(
    (one, i) => [`${i} ${one.layer}(${JSON.stringify(one.arguments).slice(1, -1)})`, one] as const,
  );
  const make = ({ layer, arguments: args }: Row): AnyBlueprint =>
    fromConfig({ name: layer, arguments: args }, registry);
  onEachBackend(() => {
    describe(`${file} as PyTorch`, () => {
      it.each(titled)('%s', (_, one) => expectParity(make(one), one, tolerance));
    });
  });
}
