import type { RandomStream } from '../random-stream.js';

/**
 * A random change of a sample that keeps its truth: first the draw, then the change, so that a draw can be replayed,
 * stored, and applied to boxes and masks as to the image.
 */
export type Augmentation<Sample, Params> = {
  readonly name: string;
  draw(random: RandomStream, sample: Sample): Params;
  apply(sample: Sample, params: Params): Sample;
};
