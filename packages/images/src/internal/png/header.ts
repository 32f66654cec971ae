/** The header of a PNG, as its IHDR chunk has it. */
export type PngHeader = {
  readonly width: number;
  readonly height: number;
  /** Bits per sample: 1, 2, 4, 8 or 16. */
  readonly depth: number;
  readonly colorType: ColorType;
  /** Whether the pixels come in the seven passes of Adam7. */
  readonly interlaced: boolean;
};

/** 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha. */
export type ColorType = 0 | 2 | 3 | 4 | 6;

/** The samples of a pixel in the file, by colour type. */
export const SAMPLES: Readonly<Record<ColorType, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

const DEPTHS: Readonly<Record<ColorType, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

function isColorType(value: number): value is ColorType {
  return value in DEPTHS;
}

/**
 * @param data of the IHDR chunk
 * @returns undefined where the standard does not allow what it says
 */
export function parseHeader(data: Uint8Array): PngHeader | undefined {
  if (data.length !== 13) return undefined;
  const view = new DataView(data.buffer, data.byteOffset);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth = 0, colorType = 0, compression, filter, interlace = 0] = data.subarray(8);
  if (width === 0 || height === 0 || !isColorType(colorType) || !DEPTHS[colorType].includes(depth)) return undefined;
  if (compression !== 0 || filter !== 0 || interlace > 1) return undefined;
  return { width, height, depth, colorType, interlaced: interlace === 1 };
}
