/** One integer for both spatial axes, or `[height, width]`. */
export type Size2d = number | readonly [height: number, width: number];

/**
 * What happens at the borders of an image. `valid`: windows stay inside. `same`: zeros (for pooling: nothing) are put
 * around it, so that ⌈size / stride⌉ pixels come out; of an odd number of them the bottom and the right get one more.
 */
export type Padding2d = 'valid' | 'same';

/** The options of layers that pool. */
export type Pool2dOptions = {
  /** The steps of the window in pixels. Default: the pool size, so that windows do not overlap. */
  readonly strides?: Size2d;
  /** What happens at the borders. Default `valid`. */
  readonly padding?: Padding2d;
};
