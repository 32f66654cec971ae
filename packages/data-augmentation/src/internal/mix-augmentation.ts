import {
  type BatchAugmentation,
  checkInteger,
  checkNumber,
  type FieldsByKind,
  formatShape,
  type HostArray,
  type RandomStream,
  ShapeError,
} from '@neurite/core';
import { mixedLabel } from './mixed-label.js';

/** Options of what mixes two samples and their labels. */
export type MixOptions = {
  /** Of the beta distribution Beta(α, α) from which the share is drawn, above 0: 1 is uniform, less is nearer to 0 and 1. */
  readonly alpha?: number;
  /** How many classes there are, where labels are a class; not needed where they are probabilities. */
  readonly classes?: number;
};

/** A batch augmentation of two samples, whose labels are mixed by the share that is left of the first. */
export function mixAugmentation<Params>({
  name,
  options: { alpha, classes },
  draw,
  image,
  mask,
  values,
  share,
}: {
  readonly name: string;
  readonly options: { readonly alpha: number; readonly classes: number | undefined };
  readonly draw: (random: RandomStream, samples: readonly FieldsByKind[]) => Params;
  readonly image: (pair: readonly [HostArray, HostArray], params: Params) => HostArray;
  readonly mask?: (pair: readonly [HostArray, HostArray], params: Params) => HostArray;
  /** Of signals and of rows. */
  readonly values?: (pair: readonly [HostArray, HostArray], params: Params) => HostArray;
  /** What is left of the first sample, 0 to 1. */
  readonly share: (params: Params, shape: readonly number[]) => number;
}): BatchAugmentation<Params> {
  checkNumber(name, 'alpha', alpha, { above: 0 });
  if (classes !== undefined) checkInteger(name, 'classes', classes, { min: 2 });
  return {
    name,
    takes: 2,
    draw,
    apply: ([first, second], params) => {
      const pairs = (
        kind: 'image' | 'mask' | 'label' | 'signal' | 'row',
      ): readonly (readonly [HostArray, HostArray])[] =>
        (first![kind] ?? []).map((one, i) => [one, second![kind]![i]!] as [HostArray, HostArray]);
      for (const kind of ['image', 'mask', 'signal', 'row'] as const) {
        for (const [one, other] of pairs(kind)) checkSame(name, one, other, kind);
      }
      const shape = (first!.image?.[0] ?? first!.mask?.[0])?.shape ?? [];
      const mixed = {
        image: pairs('image').map((pair) => image(pair, params)),
        label: pairs('label').map((pair) =>
          mixedLabel(name, pair, { shares: sharesOf(share(params, shape)), classes }),
        ),
        ...(values === undefined
          ? {}
          : {
              signal: pairs('signal').map((pair) => values(pair, params)),
              row: pairs('row').map((pair) => values(pair, params)),
            }),
        ...(mask === undefined ? {} : { mask: pairs('mask').map((pair) => mask(pair, params)) }),
      };
      return mixed as FieldsByKind; // each like those that it is made of
    },
  };
}

function sharesOf(first: number): readonly number[] {
  return [first, 1 - first];
}

/** @throws ShapeError when the second differs from the first in shape */
export function checkSame(
  where: string,
  { shape }: HostArray,
  { shape: other }: HostArray,
  argument: 'image' | 'mask' | 'signal' | 'row' = 'image',
): void {
  if (shape.length === other.length && shape.every((size, axis) => size === other[axis])) return;
  throw new ShapeError({
    where,
    argument,
    expected: `have shape ${formatShape(shape)}`,
    received: formatShape(other),
    ...(argument === 'image' || argument === 'mask' ? { advice: 'Resize images to one size first' } : {}),
  });
}
