/** A photograph, upright and small enough to be shown. */
export type Photo = {
  readonly bitmap: ImageBitmap;
  /** Where it comes from: `the camera`, or the name of a file. */
  readonly name: string;
};
