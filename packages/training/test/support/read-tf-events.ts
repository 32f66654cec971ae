/** What an event of TensorBoard holds; a reader of its own, for tests. */
export type TfEvent = {
  readonly step?: number;
  readonly version?: string;
  readonly tag?: string;
  readonly scalar?: number;
  readonly text?: string;
  readonly image?: Uint8Array;
  readonly histogram?: { min: number; max: number; num: number; sum: number; limits: number[]; buckets: number[] };
};

/** One event for each value, in their order. Checks all checksums, bit by bit. */
export function readTfEvents(file: Uint8Array): TfEvent[] {
  const events: TfEvent[] = [];
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  for (let at = 0; at < file.length; ) {
    const length = Number(view.getBigUint64(at, true));
    if (view.getUint32(at + 8, true) !== masked(file.subarray(at, at + 8))) throw new RangeError('wrong length');
    const data = file.subarray(at + 12, at + 12 + length);
    if (view.getUint32(at + 12 + length, true) !== masked(data)) throw new RangeError('wrong data');
    events.push(...eventsOf(data));
    at += 16 + length;
  }
  return events;
}

type Fields = Map<number, (number | Uint8Array)[]>;

function fieldsOf(data: Uint8Array): Fields {
  const fields: Fields = new Map();
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = data[at++]!;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < data.length) {
    const tag = varint();
    const [field, kind] = [tag >> 3, tag & 7];
    let value: number | Uint8Array;
    if (kind === 0) value = varint();
    else if (kind === 1) {
      value = view.getFloat64(at, true);
      at += 8;
    } else if (kind === 5) {
      value = view.getFloat32(at, true);
      at += 4;
    } else {
      const length = varint();
      value = data.subarray(at, at + length);
      at += length;
    }
    fields.set(field, [...(fields.get(field) ?? []), value]);
  }
  return fields;
}

function eventsOf(data: Uint8Array): TfEvent[] {
  const event = fieldsOf(data);
  const textOf = (bytes: unknown): string => new TextDecoder().decode(bytes as Uint8Array);
  const version = event.get(3)?.[0];
  if (version !== undefined) return [{ version: textOf(version) }];
  const step = (event.get(2)?.[0] ?? 0) as number;
  const summary = fieldsOf(event.get(5)![0] as Uint8Array);
  return summary.get(1)!.map((bytes): TfEvent => {
    const value = fieldsOf(bytes as Uint8Array);
    const of = (field: number): Fields => fieldsOf(value.get(field)![0] as Uint8Array);
    const tag = textOf(value.get(1)![0]);
    if (value.has(2)) return { step, tag, scalar: value.get(2)![0] as number };
    if (value.has(4)) return { step, tag, image: new Uint8Array(of(4).get(4)![0] as Uint8Array) };
    if (value.has(8)) return { step, tag, text: textOf(of(8).get(8)![0]) };
    const histogram = of(5);
    const number = (field: number): number => histogram.get(field)![0] as number;
    const list = (field: number): number[] => [
      ...new Float64Array(new Uint8Array(histogram.get(field)![0] as Uint8Array).buffer),
    ];
    return {
      step,
      tag,
      histogram: { min: number(1), max: number(2), num: number(3), sum: number(4), limits: list(6), buckets: list(7) },
    };
  });
}

function masked(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
  }
  crc = ~crc >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
