import { formatShape, ShapeError } from '@neurite/core';
import { type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import { changeGroups } from './change-groups.js';

/** What becomes of images whose draws are not null. */
export type ImagesChange<Params> = (images: Tensor4D, draws: readonly Params[]) => Tensor4D;

/** The change of a batch in which some draws are null: those images stay as they are. */
export function whereDrawn<Params>(
  where: string,
  change: ImagesChange<Params>,
): (images: Tensor4D, draws: readonly (Params | null)[]) => Tensor4D {
  return (images, draws) => {
    checkImages(where, images, draws.length);
    const known: Params[] = [];
    const rows: { readonly drawn: number[]; readonly kept: number[] } = { drawn: [], kept: [] };
    for (const [row, draw] of draws.entries()) {
      if (draw !== null) known.push(draw);
      rows[draw === null ? 'kept' : 'drawn'].push(row);
    }
    return changeGroups(where, images, [
      { rows: rows.drawn, change: (some) => tidy(() => change(some, known)) },
      { rows: rows.kept, change: (some) => some.clone() },
    ]);
  };
}

/** @throws ShapeError when the images are not [batch, height, width, channels], or not as many as the draws */
function checkImages(where: string, { shape }: Tensor4D, draws: number): void {
  if (shape.length === 4 && shape[0] === draws) return;
  throw new ShapeError({
    where,
    argument: 'images',
    expected: `have shape [${draws}, height, width, channels], an image for each draw`,
    received: formatShape(shape),
  });
}
