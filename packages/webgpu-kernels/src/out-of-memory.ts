import { BackendError, formatShape, type Shape, sizeOf } from '@neurite/core';

/** From this size on, in bytes, the driver is asked whether an allocation succeeded. Asking takes time. */
export const LARGE: number = 16 * 2 ** 20;

/** Bytes of a tensor on a device, where each element takes four. */
export function bytesOf(shape: Shape): number {
  return 4 * sizeOf(shape);
}

/**
 * The error of a tensor that does not fit into the device's memory.
 *
 * @param reason the driver's, in a clause
 */
export function outOfMemory(
  engine: string,
  { shape, dtype }: { readonly shape: Shape; readonly dtype: string },
  { reason, cause }: { readonly reason: string; readonly cause?: unknown },
): BackendError {
  return new BackendError({
    where: engine,
    problem: `a tensor of shape ${formatShape(shape)} (${dtype}, ${formatBytes(bytesOf(shape))}) does not fit into the device's memory: ${reason}`,
    advice: 'Take smaller batches or a smaller model, and dispose what is no longer needed',
    cause,
  });
}

/** 2,500,000,000 as `2.5 GB`. */
export function formatBytes(bytes: number): string {
  const unit = [
    { name: 'GB', size: 1e9 },
    { name: 'MB', size: 1e6 },
    { name: 'kB', size: 1e3 },
  ].find(({ size }) => bytes >= size);
  return unit === undefined ? `${bytes} bytes` : `${(bytes / unit.size).toFixed(1)} ${unit.name}`;
}
