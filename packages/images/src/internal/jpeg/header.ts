/** What a JPEG file says about itself before its pixels. */
export type JpegHeader = {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 3 YCbCr or RGB, 4 CMYK or YCCK. */
  readonly components: number;
  /** As EXIF has it, from 1 (upright) to 8. */
  readonly orientation: number;
  /** Whether an end marker closes the file; without it the lower part of the image is absent. */
  readonly complete: boolean;
};

const START_OF_SCAN = 0xda;
const EXIF = 0xe1;

/**
 * Reads the segments before the first scan.
 *
 * @param fail makes the error for a problem in words
 */
export function readHeader(bytes: Uint8Array, fail: (problem: string) => Error): JpegHeader {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) throw fail('the file is not a JPEG image');
  let orientation = 1;
  let frame: { readonly width: number; readonly height: number; readonly components: number } | undefined;
  let at = 2;
  for (;;) {
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at++; // fill bytes
    if (bytes[at] !== 0xff || at + 4 > bytes.length) throw fail('the JPEG image ends before its pixels');
    const marker = bytes[at + 1]!;
    const length = (bytes[at + 2]! << 8) | bytes[at + 3]!;
    const segment = bytes.subarray(at + 4, at + 2 + length);
    if (length < 2 || at + 2 + length > bytes.length) throw fail('a segment of the JPEG image is cut off');
    if (marker === START_OF_SCAN) break;
    if (isFrame(marker)) {
      if (segment.length < 6) throw fail('the frame header of the JPEG image is too short');
      frame = {
        height: (segment[1]! << 8) | segment[2]!,
        width: (segment[3]! << 8) | segment[4]!,
        components: segment[5]!,
      };
    }
    if (marker === EXIF) orientation = readOrientation(segment) ?? orientation;
    at += 2 + length;
  }
  if (frame === undefined) throw fail('the JPEG image has no frame header');
  if (frame.width === 0 || frame.height === 0) throw fail('the JPEG image has no pixels');
  return { ...frame, orientation, complete: endsProperly(bytes, at) };
}

/** Baseline, extended and progressive frames; not the tables among these numbers. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** Whether an end marker stands behind the first scan. Other bytes may follow it. */
function endsProperly(bytes: Uint8Array, from: number): boolean {
  for (let at = bytes.length - 2; at >= from; at--) if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return true;
  return false;
}

/** The tag 0x0112 of the first directory of EXIF; undefined where there is none that makes sense. */
function readOrientation(segment: Uint8Array): number | undefined {
  const start = 6;
  if (String.fromCharCode(...segment.subarray(0, 4)) !== 'Exif' || segment.length < start + 8) return undefined;
  const view = new DataView(segment.buffer, segment.byteOffset + start, segment.length - start);
  const little = view.getUint16(0) === 0x4949;
  if (!little && view.getUint16(0) !== 0x4d4d) return undefined;
  const directory = view.getUint32(4, little);
  if (directory + 2 > view.byteLength) return undefined;
  const entries = view.getUint16(directory, little);
  for (let entry = directory + 2; entry < directory + 2 + 12 * entries && entry + 12 <= view.byteLength; entry += 12) {
    if (view.getUint16(entry, little) !== 0x0112) continue;
    const value = view.getUint16(entry + 8, little);
    return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}
