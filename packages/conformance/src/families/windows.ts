/** Where a window of an operation lies along one axis. */
export type Axis = {
  readonly size: number;
  readonly window: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly outputs: number;
};

/** How a border is filled. */
export type Padding = 'same' | 'valid' | number;

/** The geometry of a window that slides along an axis. */
export function windowAxis(size: number, window: number, stride: number, padding: Padding, dilation = 1): Axis {
  const reach = (window - 1) * dilation + 1;
  const common = { size, window, stride, dilation };
  if (padding === 'same') {
    const outputs = Math.ceil(size / stride);
    const missing = Math.max(0, (outputs - 1) * stride + reach - size);
    return { ...common, before: Math.floor(missing / 2), outputs };
  }
  const before = padding === 'valid' ? 0 : padding;
  return { ...common, before, outputs: Math.max(0, Math.floor((size + 2 * before - reach) / stride) + 1) };
}

/** The input's position under element `k` of window `output`; it may lie outside. */
export function under(axis: Axis, output: number, k: number): number {
  return output * axis.stride - axis.before + k * axis.dilation;
}
