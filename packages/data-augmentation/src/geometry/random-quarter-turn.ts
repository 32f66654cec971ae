import { type Frame, resolveOptions } from '@neurite/core';
import type { Strides } from '../internal/copy-pixels.js';
import type { GeometricAugmentation } from '../internal/geometric-augmentation.js';
import type { Chance } from '../internal/image-augmentation.js';
import { reorderingAugmentation } from '../internal/reordering-augmentation.js';

/** How many quarter turns, counter-clockwise: 0 to 3. */
export type QuarterTurnDraw = { readonly turns: number };

/**
 * Turns images by 0, 90, 180 or 270 degrees counter-clockwise, each as often, without resampling; masks, boxes and points
 * with them. One quarter turn: `new(y, x) = old(x, width − 1 − y)`. Height and width change places under odd turns.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when the probability is not between 0 and 1
 * @example
 * const turn = randomQuarterTurn();
 * const image = hostArray(Uint8Array.of(1, 2, 3), [1, 3, 1]);
 * const upright = turn.image(image, { turns: 1 }); // 3 above 2 above 1
 */
export function randomQuarterTurn(options: Chance = {}): GeometricAugmentation<QuarterTurnDraw> {
  const name = 'randomQuarterTurn';
  const { probability } = resolveOptions(name, options, { probability: 1 });
  const frame = ({ height, width }: Frame, { turns }: QuarterTurnDraw): Frame =>
    turns % 2 === 0 ? { height, width } : { height: width, width: height };
  return reorderingAugmentation<QuarterTurnDraw>({
    name,
    probability,
    draw: (random) => ({ turns: random.integer(4) }),
    frame,
    strides: stridesOf,
    move:
      ({ turns }, { height, width }) =>
      (x, y) => {
        if (turns === 1) return [y, width - x];
        if (turns === 2) return [width - x, height - y];
        return turns === 3 ? [height - y, x] : [x, y];
      },
  });
}

function stridesOf({ turns }: QuarterTurnDraw, { height, width }: Frame): Strides {
  if (turns === 1) return { origin: width - 1, column: width, row: -1 };
  if (turns === 2) return { origin: height * width - 1, column: -1, row: -width };
  if (turns === 3) return { origin: (height - 1) * width, column: -width, row: 1 };
  return { origin: 0, column: 1, row: width };
}
