import { ShapeError } from '@neurite/core';
import { concat, gather, type Tensor4D, tensor1d, tidy } from '@tensorflow/tfjs-core';

/** Images of a batch by their indices, and what becomes of them. */
export type ImageGroup = { readonly rows: readonly number[]; readonly change: (images: Tensor4D) => Tensor4D };

/**
 * Changes each group of images in its own way, and puts all back in their order.
 *
 * @param groups those without images are left out; each image is in one of them
 * @throws ShapeError when the groups end with different sizes
 */
export function changeGroups(where: string, images: Tensor4D, groups: readonly ImageGroup[]): Tensor4D {
  const used = groups.filter(({ rows }) => rows.length > 0);
  if (used.length <= 1) return used[0] === undefined ? images.clone() : used[0].change(images);
  return tidy(() => {
    const parts = used.map(({ rows, change }) => change(gather(images, tensor1d([...rows], 'int32'))));
    const [first, ...others] = parts.map(({ shape }) => shape.slice(1).join(' × '));
    const other = others.find((size) => size !== first);
    if (other !== undefined) {
      throw new ShapeError({
        where,
        argument: 'images',
        expected: 'keep one size',
        received: `some of ${first}, others of ${other}`,
        advice: 'Let the augmentations that change the size be applied to every image, and to one size',
      });
    }
    const back = new Int32Array(images.shape[0]);
    for (const [at, row] of used.flatMap(({ rows }) => rows).entries()) back[row] = at;
    return gather(concat(parts), tensor1d(back, 'int32'));
  });
}
