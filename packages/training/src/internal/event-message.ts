import type { RunEvent } from '@neurite/core';
import * as proto from './protobuf.js';

/** When something was told. */
export type EventTime = { readonly step: number /** Seconds since 1970. */; readonly time: number };

/** The first event of a file. */
export function versionMessage({ time }: Pick<EventTime, 'time'>): Uint8Array {
  return proto.message(proto.double(1, time), proto.text(3, 'brain.Event:2'));
}

/** An event of TensorBoard: protocol buffer `tensorflow.Event` with a `Summary`; undefined for tables, which it has none of. */
export function eventMessage({ step, time }: EventTime, event: RunEvent): Uint8Array | undefined {
  const values = valuesOf(event);
  if (values.length === 0) return undefined;
  const summary = proto.message(...values.map((value) => proto.bytes(1, value)));
  return proto.message(proto.double(1, time), proto.integer(2, step), proto.bytes(5, summary));
}

/** `Summary.Value`: the tag, and what it has. */
function valuesOf(event: RunEvent): Uint8Array[] {
  const valued = (tag: string, ...fields: readonly proto.Field[]): Uint8Array =>
    proto.message(proto.text(1, tag), ...fields);
  switch (event.type) {
    case 'scalars':
      return Object.entries(event.values).map(([name, value]) => valued(name, proto.float(2, value)));
    case 'histogram':
      return [valued(event.name, proto.bytes(5, histogramMessage(event)))];
    case 'image': {
      const { width, height, bytes } = event;
      const image = [proto.integer(1, height), proto.integer(2, width), proto.integer(3, 4), proto.bytes(4, bytes)];
      return [valued(event.name, proto.bytes(4, proto.message(...image)))];
    }
    case 'text': {
      // A string tensor of one element, which the plugin for text shows as Markdown.
      const tensor = proto.message(proto.integer(1, 7), proto.bytes(2, ONE_ELEMENT), proto.text(8, event.text));
      const plugin = proto.message(proto.bytes(1, proto.message(proto.text(1, 'text'))));
      return [valued(event.name, proto.bytes(9, plugin), proto.bytes(8, tensor))];
    }
    default:
      return [];
  }
}

/** `TensorShapeProto` of one axis of size 1. */
const ONE_ELEMENT = proto.message(proto.bytes(2, proto.message(proto.integer(1, 1))));

/** `HistogramProto`, whose buckets are named by their upper edges. */
function histogramMessage({ edges, counts }: Extract<RunEvent, { type: 'histogram' }>): Uint8Array {
  const middles = counts.map((_, i) => (edges[i]! + edges[i + 1]!) / 2);
  const sum = (of: (middle: number) => number): number =>
    counts.reduce((all, count, i) => all + count * of(middles[i]!), 0);
  return proto.message(
    proto.double(1, edges[0]!),
    proto.double(2, edges.at(-1)!),
    proto.double(
      3,
      sum(() => 1),
    ),
    proto.double(
      4,
      sum((middle) => middle),
    ),
    proto.double(
      5,
      sum((middle) => middle ** 2),
    ),
    proto.doubles(6, edges),
    proto.doubles(7, [0, ...counts]),
  );
}
