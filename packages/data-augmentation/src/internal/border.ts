import { checkChoice, checkInteger, checkNumber, type HostDtype } from '@neurite/core';

/** What stands beyond the border of an image. */
export type Border = (typeof BORDERS)[number];

const BORDERS = ['constant', 'edge', 'reflect', 'symmetric', 'wrap'] as const;

/** How the part of a new image is filled that comes from beyond the old one. */
export type FillOptions = {
  /**
   * What stands beyond the border of `abcd`: `constant` is `fill`; `edge` `aaa|abcd|ddd`; `reflect` `dcb|abcd|cba`, without
   * the border itself; `symmetric` `cba|abcd|dcb`, with it; `wrap` `bcd|abcd|abc`. Default `constant`.
   */
  readonly border?: Border;
  /** The value of a constant border, in the range of the image: 0 to 255 for uint8. Default 0. */
  readonly fill?: number;
  /** The class of a constant border of masks. Default 0. */
  readonly maskFill?: number;
};

/** Options of a border with their defaults. */
export type Fill = Required<FillOptions>;

export const NO_FILL = { border: 'constant', fill: 0, maskFill: 0 } as const;

/** @throws ArgumentError */
export function checkFill(where: string, { border, fill, maskFill }: Fill): void {
  checkChoice(where, 'border', border, BORDERS);
  checkNumber(where, 'fill', fill);
  checkInteger(where, 'maskFill', maskFill);
}

/**
 * What is filled in must be in the range of what it is filled into: nothing else would be an image or a mask.
 *
 * @throws ArgumentError
 */
export function checkFillOf(
  where: string,
  dtype: HostDtype,
  { fill, argument }: { readonly fill: number; readonly argument: 'fill' | 'maskFill' },
): void {
  if (dtype === 'uint8') checkInteger(where, argument, fill, { min: 0, max: 255 });
  else if (dtype === 'float32') checkNumber(where, argument, fill, { atLeast: 0, atMost: 1 });
}

/** The index inside of an axis that stands for one outside, -1 for a constant. */
export function borderIndex(index: number, size: number, border: Border): number {
  if (index >= 0 && index < size) return index;
  switch (border) {
    case 'constant':
      return -1;
    case 'edge':
      return index < 0 ? 0 : size - 1;
    case 'wrap':
      return modulo(index, size);
    case 'symmetric': {
      const at = modulo(index, 2 * size);
      return at < size ? at : 2 * size - 1 - at;
    }
    default: {
      if (size === 1) return 0;
      const at = modulo(index, 2 * size - 2);
      return at < size ? at : 2 * size - 2 - at;
    }
  }
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
