/** An address in bytes. */
type Pointer = number;

/** What the WebAssembly module offers for convolution channel by channel; the meaning of each argument is in `assembly/`. */
export type WindowExports = {
  readonly describeDepthwise: (
    height: number,
    width: number,
    channels: number,
    filterHeight: number,
    filterWidth: number,
    rowStride: number,
    columnStride: number,
    rowDilation: number,
    columnDilation: number,
    outHeight: number,
    outWidth: number,
    top: number,
    left: number,
  ) => void;
  readonly depthwise: (images: number, x: Pointer, kernel: Pointer, target: Pointer) => void;
  readonly depthwiseInputGradient: (images: number, dy: Pointer, kernel: Pointer, target: Pointer) => void;
  readonly depthwiseFilterGradient: (images: number, x: Pointer, dy: Pointer, target: Pointer) => void;
};
