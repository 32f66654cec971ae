import { type Example, hostArray } from '@neurite/core';
import { prepareDigit } from './digit-image.js';

/** The image as it is prepared where it is read: by the page, and by `predict`. One without ink stays as it is. */
export function asDrawn(sample: Example): Example {
  const [height = 0, width = 0] = sample.x.shape;
  const prepared = prepareDigit({ width, height, data: Float32Array.from(sample.x.data) });
  return prepared === undefined ? sample : { ...sample, x: hostArray(prepared.image, sample.x.shape) };
}
