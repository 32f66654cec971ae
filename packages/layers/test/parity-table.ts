import { type AnyBlueprint, fromConfig, type Json } from '@neurite/core';
import { fixture, onEachBackend, type Tolerance } from '@neurite/testing';
import { describe, it } from 'vitest';
import { expectParity, expectPartsParity, type ParityCase, type PartsCase } from './parity.js';
import { registry } from './test-layer.js';

/** A case that names the call that makes its layer. */
type Row = ParityCase & Call;

/**
 * Declares a test for each case of a file of `fixtures/layers` on each backend: values, gradients and state as in PyTorch.
 *
 * @param file e.g. `pools`
 */
export function testParity(file: string, tolerance: Tolerance = { relative: 1e-5, absolute: 1e-5 }): void {
  const { cases } = fixture<{ cases: Row[] }>(`layers/${file}`);
  declare(file, cases, (one) => expectParity(make(one), one, tolerance));
}

/** As `testParity`, for cases whose input is a record or list. */
export function testPartsParity(file: string, tolerance: Tolerance = { relative: 1e-5, absolute: 1e-5 }): void {
  const { cases } = fixture<{ cases: PartsCase[] }>(`layers/${file}`);
  declare(file, cases, (one) => expectPartsParity(make(one), one, tolerance));
}

type Call = { readonly layer: string; readonly arguments: readonly Json[] };

function declare<One extends Call>(file: string, cases: readonly One[], check: (one: One) => Promise<void>): void {
  const titled = cases.map(
    (one, i) => [`${i} ${one.layer}(${JSON.stringify(one.arguments).slice(1, -1)})`, one] as const,
  );
  onEachBackend(() => {
    describe(`${file} as PyTorch`, () => {
      it.each(titled)('%s', (_, one) => check(one));
    });
  });
}

function make({ layer, arguments: args }: Call): AnyBlueprint {
  return fromConfig({ name: layer, arguments: args }, registry);
}
