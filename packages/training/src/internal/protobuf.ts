/** A field of a protocol buffer: its number, and its bytes behind the tag. */
export type Field = readonly (readonly number[] | Uint8Array)[];

/** Puts fields together. */
export function message(...fields: readonly Field[]): Uint8Array {
  const parts = fields.flat();
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** @param value an integer of at least 0 */
export function integer(field: number, value: number): Field {
  return [varint(field * 8), varint(value)];
}

export function double(field: number, value: number): Field {
  return [varint(field * 8 + 1), new Uint8Array(Float64Array.of(value).buffer)];
}

export function float(field: number, value: number): Field {
  return [varint(field * 8 + 5), new Uint8Array(Float32Array.of(value).buffer)];
}

export function bytes(field: number, value: Uint8Array): Field {
  return [varint(field * 8 + 2), varint(value.length), value];
}

export function text(field: number, value: string): Field {
  return bytes(field, new TextEncoder().encode(value));
}

export function doubles(field: number, values: readonly number[]): Field {
  return bytes(field, new Uint8Array(Float64Array.from(values).buffer));
}

/** Seven bits in a byte, the lowest first. */
function varint(value: number): number[] {
  const found: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) found.push((rest % 128) + 128);
  return [...found, rest];
}
