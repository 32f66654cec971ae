import { checkNumber } from '@neurite/core';
import { takeAlong } from './along-axis.js';
import { padAxes } from './pad-axes.js';
import type { Resampling } from './resample.js';
import { checkSides, type Ends } from './spatial.js';

/** What a layer does at the ends of axes. */
export type EdgeCall = { readonly where: string; readonly axes: readonly string[]; readonly amount: unknown };

/** Puts a number around. */
export function constantEdges({ where, axes, amount }: EdgeCall, value = 0): Resampling {
  const sides = checkSides(where, 'padding', amount, { axes });
  checkNumber(where, 'value', value);
  return {
    where,
    axes,
    sizeOf: (size, axis) => size + total(sides[axis]!),
    apply: (x) => padAxes(x, sides, value),
  };
}

/** Cuts off the ends. */
export function cutEdges({ where, axes, amount }: EdgeCall): Resampling {
  const sides = checkSides(where, 'cropping', amount, { axes });
  return {
    where,
    axes,
    sizeOf: (size, axis) => size - total(sides[axis]!),
    apply: (x) =>
      padAxes(
        x,
        sides.map(([before, after]) => [0 - before, 0 - after]),
      ),
  };
}

/** Puts elements around that are in the input. */
export function copiedEdges({ where, axes, amount }: EdgeCall, { source, most, needs }: CopiedOptions): Resampling {
  const sides = checkSides(where, 'padding', amount, { axes });
  return {
    where,
    axes,
    needs,
    sizeOf: (size, axis) => (Math.max(...sides[axis]!) > most(size) ? 0 : size + total(sides[axis]!)),
    apply: (x) =>
      sides.reduce((padded, [before, after], i) => {
        if (before === 0 && after === 0) return padded;
        const size = padded.shape[i + 1]!;
        const indices = Array.from({ length: before + size + after }, (_, at) => source(at - before, size));
        return takeAlong(padded, i + 1, indices);
      }, x),
  };
}

/** Which element stands where there is none. */
type CopiedOptions = {
  /** @param at below 0, or at least `size` */
  readonly source: (at: number, size: number) => number;
  /** How much an axis of this size can give. */
  readonly most: (size: number) => number;
  readonly needs: string;
};

/** Mirrored at the outermost element, which is not repeated. */
export const MIRRORED: CopiedOptions = {
  source: (at, size) => {
    const inside = Math.abs(at);
    return inside < size ? inside : 2 * (size - 1) - inside;
  },
  most: (size) => size - 1,
  needs: 'be larger than the padding along each axis',
};

/** The outermost element again and again. */
export const REPLICATED: CopiedOptions = {
  source: (at, size) => Math.max(0, Math.min(size - 1, at)),
  most: () => Number.POSITIVE_INFINITY,
  needs: 'have elements',
};

/** The other end, as if the axis were a ring. */
export const CIRCULAR: CopiedOptions = {
  source: (at, size) => (at + size) % size,
  most: (size) => size,
  needs: 'be at least as large as the padding along each axis',
};

function total([before, after]: Ends): number {
  return before + after;
}
