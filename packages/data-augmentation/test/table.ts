import type { Augmentation } from '@neurite/core';
import {
  type AugmentationCase,
  augmentationChecks,
  type ExpectedError,
  fixture,
  testAugmentation,
} from '@neurite/testing';
import { expect, it } from 'vitest';
import * as augmentations from '../src/index.js';

/** An augmentation of the table, and what is special about it. */
export type Row = {
  /** Augmentations whose reference values need other options: `[name of the values, augmentation]`. */
  readonly also?: readonly (readonly [name: string, augmentation: unknown])[];
  /** That its own options have no reference values. Default false. */
  readonly alone?: boolean;
  /** A draw that changes nothing, besides null. */
  readonly identity?: unknown;
  /** Whether draws differ. Default true. */
  readonly random?: boolean;
  readonly errors?: readonly ExpectedError[];
};

/**
 * Declares the tests of a family: what every augmentation promises, and agreement with the family's reference values. Each
 * augmentation needs a row here and, unless it is `alone`, values in `fixtures/data-augmentation`.
 *
 * @param family the name of the fixture
 * @param rows by the name of the function
 */
export function testFamily(
  family: string,
  rows: Readonly<Record<string, readonly [augmentation: unknown, row?: Row]>>,
): void {
  const { cases } = fixture<{ cases: Readonly<Record<string, readonly AugmentationCase[]>> }>(
    `data-augmentation/${family}`,
  );
  for (const [
    name,
    [augmentation, { identity = null, random = true, errors = [], alone = false } = {}],
  ] of Object.entries(rows)) {
    const own = augmentation as Augmentation; // with draws of its own
    testAugmentation({ name, augmentation: own, identity, random, cases: alone ? [] : (cases[name] ?? []), errors });
  }
  const others = Object.values(rows).flatMap(([, { also = [] } = {}]) => also);
  it.each(others)('%s agrees with its reference values', async (name, augmentation) => {
    const checks = augmentationChecks({ name, augmentation: augmentation as Augmentation, cases: cases[name] ?? [] });
    for (const check of checks) if (check.name.startsWith('agrees')) await check.run();
  });
  it(`${family}: every row has reference values, and every value a row`, () => {
    const named = Object.entries(rows).flatMap(([name, [, { also = [], alone = false } = {}]]) => [
      ...(alone ? [] : [name]),
      ...also.map(([values]) => values),
    ]);
    expect(Object.keys(cases).sort()).toEqual(named.sort());
    for (const name of Object.keys(rows)) expect(Object.keys(augmentations)).toContain(name);
  });
}
