/** A block: convolutions one after another, each with batch normalization, around which the input is led. */
export type BlockShape = {
  /** Filters and sizes of the kernels of its convolutions. */
  readonly convolutions: readonly { readonly filters: number; readonly kernelSize: number }[];
  /** Which of them halves height and width, or none. */
  readonly halving: number | undefined;
  /** Whether the input passes a convolution of 1 × 1 on its way around. */
  readonly projected: boolean;
};

/** What a residual network looks like before its last layer, in the way of torchvision's ResNet. */
export type Architecture = {
  readonly stem: {
    readonly filters: number;
    readonly kernelSize: number;
    /** Whether max pooling halves height and width once more. */
    readonly pooled: boolean;
  };
  /** `layer1`, `layer2` and so on. */
  readonly stages: readonly (readonly BlockShape[])[];
};

const WIDTHS = [24, 48, 96, 160];

/** A stem of 5 × 5 pixels, and a block of two convolutions for each width, from the second on at half the height and width. */
export const OWN: Architecture = {
  stem: { filters: WIDTHS[0]!, kernelSize: 5, pooled: false },
  stages: WIDTHS.map((filters, stage) => [
    {
      convolutions: [
        { filters, kernelSize: 3 },
        { filters, kernelSize: 3 },
      ],
      halving: stage === 0 ? undefined : 0,
      projected: stage > 0,
    },
  ]),
};
