import {
  type Augmentation,
  type HostArray,
  type HostDtype,
  hostArray,
  type Kind,
  type Kinds,
  RandomStream,
} from '@neurite/core';
import { assert, describe, expect, it } from 'vitest';
import { onEachBackend } from '../backends.js';
import { type Check, when } from '../check.js';
import { expectBatches } from '../internal/expect-batches.js';
import { followsImage } from '../internal/follows-image.js';
import { changed, changedKinds, FRAME, fieldsFor, frameAfter, sampleFields } from '../internal/sample-fields.js';
import { type ExpectedError, errorChecks } from './expected-error.js';

/** A field, a draw, and what comes of them: a reference value of another library, or of the formula. */
export type AugmentationCase = {
  readonly kind: Kind;
  readonly params: unknown;
  readonly dtype: HostDtype;
  readonly shape: readonly number[];
  readonly values: readonly number[];
  readonly expected: { readonly shape: readonly number[]; readonly values: readonly number[] };
  /** How far a value may be from the expected one. */
  readonly tolerance: number;
};

/** What an augmentation promises, for `testAugmentation`. */
export type AugmentationConformance<Params> = {
  readonly name: string;
  readonly augmentation: Augmentation<Params>;
  /** A draw that changes nothing, where there is one. */
  readonly identity?: Params;
  /** Whether draws differ. Default true. */
  readonly random?: boolean;
  /** Reference values. */
  readonly cases?: readonly AugmentationCase[];
  /** Calls that must fail. */
  readonly errors?: readonly ExpectedError[];
};

/** How many draws are tried. */
const DRAWS = 8;

/**
 * Declares the tests that every augmentation passes, for each kind that it changes: draws are JSON and can be replayed,
 * inputs stay as they are, batches change on the engine as images do on the host, dtypes, ranges and numbers are kept, and masks, boxes and points follow the image.
 */
export function testAugmentation<Params>(conformance: AugmentationConformance<Params>): void {
  describe(conformance.name, () => {
    for (const check of augmentationChecks(conformance)) it(check.name, async () => void (await check.run()));
    const augmentation = conformance.augmentation as Augmentation; // draws go only where they came from
    if (augmentation.images === undefined) return;
    onEachBackend(() => {
      it('changes batches on the engine as it changes each image', () => expectBatches(augmentation));
    });
  });
}

/** The checks that `testAugmentation` declares. */
export function augmentationChecks<Params>(conformance: AugmentationConformance<Params>): Check[] {
  const { augmentation: own, identity, random = true, cases = [], errors = [] } = conformance;
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
    ...when(kinds.includes('image'), {
      name: 'tells the size of its images',
      run: () => {
        for (const seed of seeds) {
          const params = draw(seed);
          expect(augmentation.frame?.(FRAME, params) ?? FRAME).toEqual(frameAfter(augmentation, params));
        }
      },
    }),
    ...cases.map((one, i) => ({
      name: `agrees with its reference ${i}`,
      run: () => {
        expectCase(augmentation, one);
      },
    })),
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

/** The class of array of each dtype. */
const ARRAYS = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array };

function expectCase(augmentation: Augmentation, one: AugmentationCase): void {
  const { kind, params, dtype, shape, values, expected, tolerance } = one;
  const value = hostArray(ARRAYS[dtype].from(values), shape) as Kinds[Kind]; // as the case says
  const result = changed(augmentation, { kind, value }, params) as HostArray; // cases are of arrays
  expect([result.dtype, result.shape]).toEqual([dtype, expected.shape]);
  for (const [i, target] of expected.values.entries()) {
    assert.closeTo(
      result.data[i]!,
      dtype === 'float32' ? Math.fround(target) : target,
      tolerance,
      `element ${i} of ${JSON.stringify(params)}`,
    );
  }
}

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
  if (found === expected) return;
  expect([found.dtype, found.shape]).toEqual([expected.dtype, expected.shape]);
  let at = 0;
  while (at < expected.data.length && Object.is(expected.data[at], found.data[at])) at++;
  assert.equal(at, expected.data.length, 'the first element that differs');
}

/** A host array as `hostArray` makes it, with finite numbers. */
function expectArray(array: HostArray): void {
  expect(hostArray(array.data, array.shape).dtype).toBe(array.dtype);
  assert.isTrue(
    array.data.every((value) => Number.isFinite(value)),
    'finite numbers',
  );
}
