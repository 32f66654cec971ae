import type { Decoded } from './image-of.js';

/** What is used of the npm package jpeg-js, which knows inks. */
export type JpegJs = {
  decode(
    bytes: Uint8Array,
    options: { useTArray: true; tolerantDecoding: boolean; maxResolutionInMP: number; maxMemoryUsageInMB: number },
  ): { data: Uint8Array };
};

/** Decodes an image in four inks. */
export function decodeCmyk({ decode }: JpegJs, bytes: Uint8Array): Decoded {
  // The number of pixels has been checked by the caller.
  const limits = { maxResolutionInMP: Number.POSITIVE_INFINITY, maxMemoryUsageInMB: Number.POSITIVE_INFINITY };
  return { data: decode(bytes, { useTArray: true, tolerantDecoding: false, ...limits }).data, warnings: [] };
}
