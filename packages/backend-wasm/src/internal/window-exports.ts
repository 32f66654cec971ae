/** An address in bytes. */
type Pointer = number;

/** What the WebAssembly module offers for convolution channel by channel, and after Winograd; the meaning of each argument is in `assembly/`. */
export type WindowExports = {
  readonly depthwise: (
    x: Pointer,
    kernel: Pointer,
    target: Pointer,
    bias: Pointer,
    images: number,
    rectify: number,
  ) => void;
  readonly depthwiseInputGradient: (dy: Pointer, kernel: Pointer, target: Pointer, images: number) => void;
  readonly depthwiseFilterGradient: (
    images: number,
    x: Pointer,
    dy: Pointer,
    target: Pointer,
    fromChannel: number,
    toChannel: number,
  ) => void;

  readonly winogradScratch: () => number;
  readonly winogradWeights: (kernel: Pointer, values: Pointer, scratch: Pointer) => void;
  readonly convolveTiles: (
    x: Pointer,
    weights: Pointer,
    target: Pointer,
    bias: Pointer,
    rectify: number,
    scratch: Pointer,
    fromTile: number,
    toTile: number,
    spoilt: Pointer,
  ) => void;
  readonly gradientOfTiles: (
    x: Pointer,
    dy: Pointer,
    target: Pointer,
    scratch: Pointer,
    fromTile: number,
    toTile: number,
    spoilt: Pointer,
  ) => void;
};
