import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../backend.js';
import { pad, slice } from '../shape/copying.js';

/** Images of which a negative padding takes rows and columns away, and the padding of what is left. */
export type Crop = {
  /** The shape of what is left. */
  readonly shape: [number, number, number, number];
  readonly pad: backend_util.ExplicitPadding;
  readonly taken: readonly [number, number][];
};

/** @returns undefined where no padding is negative */
export function cropOf({ padInfo, inShape }: backend_util.Conv2DInfo): Crop | undefined {
  const { top, bottom, left, right } = padInfo;
  if (Math.min(top, bottom, left, right) >= 0) return undefined;
  const sides = [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ] as const;
  const taken = sides.map(([before, after]): [number, number] => [Math.max(0, -before), Math.max(0, -after)]);
  return {
    shape: inShape.map((extent, axis) => extent - taken[axis]![0] - taken[axis]![1]) as Crop['shape'],
    pad: sides.map(([before, after]) => [Math.max(0, before), Math.max(0, after)]) as unknown as Crop['pad'],
    taken,
  };
}

/** A copy of what is left. */
export function crop(backend: WasmBackend, x: TensorInfo, { shape, taken }: Crop): TensorInfo {
  return slice(
    backend,
    x,
    taken.map(([before]) => before),
    shape,
  );
}

/** Zeros around what is left, where something was taken away. */
export function uncrop(backend: WasmBackend, x: TensorInfo, { taken }: Crop): TensorInfo {
  return pad(backend, x, taken);
}
