/** One integer for the one spatial axis, or `[time]`. */
export type Size1d = number | readonly [time: number];
/** One integer for both spatial axes, or `[height, width]`. */
export type Size2d = number | readonly [height: number, width: number];
/** One integer for all three spatial axes, or `[depth, height, width]`. */
export type Size3d = number | readonly [depth: number, height: number, width: number];

/** How many elements are added at the two ends of an axis: one integer for both, or `[before, after]`. */
export type Sides = number | readonly [before: number, after: number];
/** Elements along the one spatial axis: a number at both ends, or `[before, after]`. */
export type Sides1d = Sides;
/** Elements along both spatial axes: a number on all sides, or `[height, width]`. */
export type Sides2d = number | readonly [height: Sides, width: Sides];
/** Elements along all three spatial axes: a number on all sides, or `[depth, height, width]`. */
export type Sides3d = number | readonly [depth: Sides, height: Sides, width: Sides];

/**
 * What happens at the ends of a sequence. `valid`: windows stay inside. `same`: zeros (for pooling: nothing) are put
 * around it, so that ⌈size / stride⌉ elements come out; of an odd number of them the end gets one more. `causal`: all of
 * them are put in front, so that no output sees a later step. Numbers: so many at both ends, or `[before, after]`.
 */
export type Padding1d = 'valid' | 'same' | 'causal' | Sides1d;
/**
 * What happens at the borders of an image. `valid`: windows stay inside. `same`: zeros (for pooling: nothing) are put
 * around it, so that ⌈size / stride⌉ pixels come out; of an odd number of them the bottom and the right get one more.
 * Numbers: so many pixels on all sides, for `[height, width]`, or for each side: `[[top, bottom], [left, right]]`.
 */
export type Padding2d = 'valid' | 'same' | Sides2d;
/** As `Padding2d`, for the depth, height and width of a volume. */
export type Padding3d = 'valid' | 'same' | Sides3d;

/** The options of layers that pool windows of a sequence. */
export type Pool1dOptions = {
  /** The steps of the window. Default: the pool size, so that windows do not overlap. */
  readonly strides?: Size1d;
  /** What happens at the ends; numbers of at most half the window. Default `valid`. */
  readonly padding?: Exclude<Padding1d, 'causal'>;
  /**
   * Whether the last window may reach over the end, instead of being left out, as PyTorch's `ceil_mode`. What lies outside
   * never counts. Default false; not together with `same`.
   */
  readonly ceilMode?: boolean;
};

/** The options of layers that pool windows of an image. */
export type Pool2dOptions = {
  /** The steps of the window in pixels. Default: the pool size, so that windows do not overlap. */
  readonly strides?: Size2d;
  /** What happens at the borders; numbers of at most half the window. Default `valid`. */
  readonly padding?: Padding2d;
  /**
   * Whether the last window may reach over the end, instead of being left out, as PyTorch's `ceil_mode`. What lies outside
   * never counts. Default false; not together with `same`.
   */
  readonly ceilMode?: boolean;
};

/** The options of layers that pool windows of a volume. */
export type Pool3dOptions = {
  /** The steps of the window. Default: the pool size, so that windows do not overlap. */
  readonly strides?: Size3d;
  /** What happens at the borders; numbers of at most half the window. Default `valid`. */
  readonly padding?: Padding3d;
  /**
   * Whether the last window may reach over the end, instead of being left out, as PyTorch's `ceil_mode`. What lies outside
   * never counts. Default false; not together with `same`.
   */
  readonly ceilMode?: boolean;
};
