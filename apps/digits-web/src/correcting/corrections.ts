/** A drawing as the network sees it, 28 × 28 shades in [0, 1], and the class that it shows. */
export type LabelledImage = { readonly image: Float32Array; readonly label: number };

/** The corrections with one more; of a drawing that was corrected before, only what was said last counts. */
export function withCorrection(before: readonly LabelledImage[], drawing: LabelledImage): LabelledImage[] {
  const isSame = ({ image }: LabelledImage): boolean => image.every((shade, i) => shade === drawing.image[i]);
  return [...before.filter((one) => !isSame(one)), drawing];
}
