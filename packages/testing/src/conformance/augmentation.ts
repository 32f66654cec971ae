import { type Augmentation, type HostArray, hostArray, type Kind, type Kinds, RandomStream } from '@neurite/core';
import { assert, describe, expect, it } from 'vitest';
import { type Check, when } from '../check.js';
import { followsImage } from '../internal/follows-image.js';
import { changed, changedKinds, fieldsFor, frameAfter, sampleFields } from '../internal/sample-fields.js';
import { type ExpectedError, errorChecks } from './expected-error.js';

/** What an augmentation promises, for `testAugmentation`. */
export type AugmentationConformance<Params> = {
  readonly name: string;
  readonly augmentation: Augmentation<Params>;
  /** A draw that changes nothing, where there is one. */
  readonly identity?: Params;
  /** Whether draws differ. Default true. */
  readonly random?: boolean;
  /** Calls that must fail. */
  readonly errors?: readonly ExpectedError[];
};

/** How many draws are tried. */
const DRAWS = 8;

/**
 * Declares the tests that every augmentation passes, for each kind that it changes: draws are JSON and can be replayed,
 * inputs stay as they are, dtypes, ranges and numbers are kept, and masks, boxes and points follow the image.
 */
export function testAugmentation<Params>(conformance: AugmentationConformance<Params>): void {
  describe(conformance.name, () => {
    for (const check of augmentationChecks(conformance)) it(check.name, async () => void (await check.run()));
  });
}

/** The checks that `testAugmentation` declares. */
export function augmentationChecks<Params>(conformance: AugmentationConformance<Params>): Check[] {
  const { augmentation: own, identity, random = true, errors = [] } = conformance;
  const augmentation = own as Augmentation; // draws go only where they came from
  const kinds = changedKinds(augmentation);
  const draw = (seed: number): unknown => augmentation.draw(RandomStream.fromSeed(seed), fieldsFor(augmentation));
  const seeds = Array.from({ length: DRAWS }, (_, i) => i);
  const fields = kinds.flatMap((kind) => sampleFields()[kind].map((value) => ({ kind, value })));
  const moves = (['mask', 'boxes', 'points'] as const).filter((kind) => kinds.includes(kind));
  return [
    {
      name: 'changes at least one kind, and keeps none that it changes',
      run: () => {
        assert.isNotEmpty(kinds, 'kinds that it changes');
        expect((augmentation.keeps ?? []).filter((kind) => kinds.includes(kind))).toEqual([]);
      },
    },
    {
      name: 'draws JSON, the same from one seed',
      run: () => {
        for (const seed of seeds) {
          const params = draw(seed);
          expect(draw(seed)).toEqual(params);
          expect(JSON.parse(JSON.stringify(params))).toEqual(params);
        }
      },
    },
    ...when(random, {
      name: 'draws anew from another seed',
      run: () => {
        const draws = seeds.map((seed) => JSON.stringify(draw(seed)));
        assert.isAbove(new Set(draws).size, 1, 'different draws');
      },
    }),
    {
      name: 'gives the same bits for a draw that was stored',
      run: () => {
        for (const seed of seeds) {
          const params = draw(seed);
          const stored: unknown = JSON.parse(JSON.stringify(params));
          for (const field of fields) {
            expectSameField(changed(augmentation, field, stored), changed(augmentation, field, params));
          }
        }
      },
    },
    {
      name: 'leaves its input as it is',
      run: () => {
        for (const seed of seeds) {
          for (const field of fields) {
            const before = structuredClone(field.value);
            changed(augmentation, field, draw(seed));
            expectSameField(field.value, before);
          }
        }
      },
    },
    ...when(identity !== undefined, {
      name: 'changes nothing under its identity',
      run: () => {
        for (const field of fields) expectSameField(changed(augmentation, field, identity), field.value);
      },
    }),
    ...kinds.map((kind) => ({
      name: `keeps the form of ${kind}`,
      run: () => {
        for (const seed of seeds) {
          const params = draw(seed);
          for (const value of sampleFields()[kind]) {
            const result = changed(augmentation, { kind, value }, params);
            expect(typeof result).toBe(typeof value);
            if (typeof value !== 'string')
              FORMS[kind]?.(value, result as HostArray, () => frameAfter(augmentation, params));
          }
        }
      },
    })),
    ...when(kinds.includes('image') && moves.length > 0, {
      name: `has ${moves.join(', ')} follow the image`,
      run: () => {
        const compared = seeds.map(draw).filter((params) => followsImage(augmentation, params, moves));
        assert.isNotEmpty(compared, 'draws that leave the blob inside');
      },
    }),
    ...errorChecks(errors),
  ];
}

/** What stays of a field of each kind, whatever is drawn. */
const FORMS: {
  readonly [K in Kind]?: (before: HostArray, after: HostArray, frame: () => { height: number; width: number }) => void;
} = {
  image: (before, after) => {
    expect([after.dtype, after.shape.length, after.shape[2]]).toEqual([before.dtype, 3, before.shape[2]]);
    if (after.dtype === 'float32')
      assert.isTrue(
        after.data.every((value) => value >= 0 && value <= 1),
        'values from 0 to 1',
      );
    expectArray(after);
  },
  mask: (before, after, frame) => {
    const { height, width } = frame();
    expect([after.dtype, ...after.shape]).toEqual([before.dtype, height, width, ...before.shape.slice(2)]);
    expectArray(after);
  },
  boxes: (before, after, frame) => {
    expect([after.dtype, after.shape]).toEqual([before.dtype, before.shape]);
    const { height, width } = frame();
    for (let at = 0; at < after.data.length; at += 4) {
      const [left, top, right, bottom] = after.data.subarray(at, at + 4);
      const inside =
        0 <= left! && left! <= right! && right! <= width && 0 <= top! && top! <= bottom! && bottom! <= height;
      assert.isTrue(inside, `a box inside ${width} × ${height}: ${after.data.subarray(at, at + 4)}`);
    }
  },
  points: expectSame,
  label: expectSame,
  signal: (before, after) => {
    expect([after.dtype, after.shape.slice(1)]).toEqual([before.dtype, before.shape.slice(1)]);
    expectArray(after);
  },
  row: expectSame,
};

function expectSame(before: HostArray, after: HostArray): void {
  expect([after.dtype, after.shape]).toEqual([before.dtype, before.shape]);
  expectArray(after);
}

/** The same text, or the same bits of a host array; faster than `toEqual`. */
function expectSameField(found: Kinds[Kind], expected: Kinds[Kind]): void {
  if (typeof found === 'string' || typeof expected === 'string') {
    expect(found).toBe(expected);
    return;
  }
  expect([found.dtype, found.shape]).toEqual([expected.dtype, expected.shape]);
  const at = [...expected.data].findIndex((value, i) => !Object.is(value, found.data[i]));
  assert.equal(at, -1, 'the first element that differs');
}

/** A host array as `hostArray` makes it, with finite numbers. */
function expectArray(array: HostArray): void {
  expect(hostArray(array.data, array.shape).dtype).toBe(array.dtype);
  assert.isTrue([...array.data].every(Number.isFinite), 'finite numbers');
}
