/**
 * A JPEG image that lies on its side, as EXIF says: a quarter turn clockwise makes it upright.
 *
 * @param jpeg the bytes of an image without EXIF
 */
export function lyingJpeg(jpeg: Uint8Array): Uint8Array {
  // Big-endian: one entry, the orientation 6, in the first directory.
  const exif = [0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8, 0, 1];
  const entry = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
  const length = exif.length + entry.length + 2;
  const turned = [0xff, 0xe1, length >> 8, length & 255, ...exif, ...entry];
  const bytes = new Uint8Array(jpeg.length + turned.length);
  bytes.set(jpeg.subarray(0, 2));
  bytes.set(turned, 2);
  bytes.set(jpeg.subarray(2), 2 + turned.length);
  return bytes;
}
