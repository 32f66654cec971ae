/** Where a window of an operation lies along one axis. */
export type Axis = {
  readonly size: number;
  readonly window: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly outputs: number;
};

/** How many elements of padding stand before and after an axis. */
export type Sides = [before: number, after: number];

/** How an axis is padded; one number is that of both sides. */
export type Padding = 'same' | 'valid' | number | Readonly<Sides>;

/** The geometry of a window that slides along an axis. */
export function windowAxis(size: number, window: number, stride: number, padding: Padding, dilation = 1): Axis {
  const reach = (window - 1) * dilation + 1;
  const common = { size, window, stride, dilation };
  if (padding === 'same') {
    const outputs = Math.ceil(size / stride);
    const missing = Math.max(0, (outputs - 1) * stride + reach - size);
    return { ...common, before: Math.floor(missing / 2), outputs };
  }
  const [before, after] = padding === 'valid' ? [0, 0] : typeof padding === 'number' ? [padding, padding] : padding;
  return { ...common, before, outputs: Math.max(0, Math.floor((size + before + after - reach) / stride) + 1) };
}

/** The index in the input under element `k` of window `output`; it may be out of bounds. */
export function under(axis: Axis, output: number, k: number): number {
  return output * axis.stride - axis.before + k * axis.dilation;
}
