import { resolveOptions } from '@neurite/core';
import { AXES, toWindow, type Window } from './spatial.js';

/**
 * The window of `unfold` and `fold`.
 *
 * @throws ArgumentError
 */
export function unfoldWindow(
  where: string,
  kernelSize: unknown,
  options: { readonly strides?: unknown; readonly padding?: unknown; readonly dilation?: unknown },
): Window {
  const slide = resolveOptions(where, options, { strides: 1, padding: 'valid', dilation: 1 });
  return toWindow(where, [AXES[2], 'kernelSize'], { size: kernelSize, ...slide });
}
