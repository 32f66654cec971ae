/** What stands in the header of a JPEG image beside its tables. */
type Metadata = { readonly unit: 'in' | 'cm'; readonly x: number; readonly y: number; readonly xmp: string };

const UNITS: Readonly<Record<Metadata['unit'], number>> = { in: 1, cm: 2 };
const XMP = 'http://ns.adobe.com/xap/1.0/\0';

/** Sets the density in the JFIF segment, which comes first, and puts the XMP packet behind it. */
export function withMetadata(file: Uint8Array, { unit, x, y, xmp }: Metadata): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  // Start of image (2), marker (2), length (2), 'JFIF\0' (5), version (2), unit (1), densities (2 each).
  view.setUint8(13, UNITS[unit]);
  view.setUint16(14, x);
  view.setUint16(16, y);
  if (xmp === '') return file;
  const packet = Buffer.from(XMP + xmp, 'utf8');
  const segment = Buffer.alloc(4);
  segment.writeUInt16BE(0xffe1, 0);
  segment.writeUInt16BE(packet.length + 2, 2);
  const end = 4 + view.getUint16(4);
  return new Uint8Array(Buffer.concat([file.subarray(0, end), segment, packet, file.subarray(end)]));
}
