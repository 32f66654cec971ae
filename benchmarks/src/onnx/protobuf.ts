/** Writes a message in the wire format of protocol buffers: just the kinds of fields that ONNX models use. */
export class Message {
  readonly #parts: Uint8Array[] = [];

  /** An integer of at least 0. */
  integer(field: number, value: number): this {
    this.#parts.push(varint(field * 8), varint(value));
    return this;
  }

  float(field: number, value: number): this {
    this.#parts.push(varint(field * 8 + 5), new Uint8Array(Float32Array.of(value).buffer));
    return this;
  }

  /** A text, raw bytes, or a message inside of this one. */
  bytes(field: number, value: string | Uint8Array | Message): this {
    const content =
      typeof value === 'string' ? new TextEncoder().encode(value) : value instanceof Message ? value.encode() : value;
    this.#parts.push(varint(field * 8 + 2), varint(content.length), content);
    return this;
  }

  encode(): Uint8Array {
    return Uint8Array.from(Buffer.concat(this.#parts));
  }
}

function varint(value: number): Uint8Array {
  const bytes = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return Uint8Array.from([...bytes, rest]);
}
