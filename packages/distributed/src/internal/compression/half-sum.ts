import { fromBfloat16, fromFloat16, toBfloat16, toFloat16 } from '@neurite/core/half-floats';
import type { GradientCompression, Parallel } from '@neurite/core/parallel';

/** Where numbers stand behind the exponent of their scale. */
const HEADER = 4;
/** The largest number of a piece is brought below 2¹⁵, where a half float is finite, and far from the smallest. */
const TOP = 15;

type Half = {
  readonly to: (values: Float32Array) => Uint16Array;
  readonly from: (halves: Uint16Array) => Float32Array;
};
const halves: Readonly<Record<'float16' | 'bfloat16', Half>> = {
  float16: { to: toFloat16, from: fromFloat16 },
  bfloat16: { to: toBfloat16, from: fromBfloat16 },
};

/**
 * Sends 16 bits of each number. Each process adds up one piece of the array in float32, in the order of the ranks, and sends
 * its sum to all, so that a number is rounded twice, and all have the same bits. Pieces of float16 are scaled by a power of
 * two, so that nothing overflows.
 */
export function halfSum(
  kind: 'float16' | 'bfloat16',
  group: Pick<Parallel, 'size' | 'exchange' | 'gather'>,
): GradientCompression {
  const { to, from } = halves[kind];
  const pack = (values: Float32Array): Uint8Array => {
    const exponent = kind === 'float16' ? exponentOf(values) : 0;
    const bytes = new Uint8Array(HEADER + 2 * values.length);
    new DataView(bytes.buffer).setInt32(0, exponent, true);
    const scaled = exponent === 0 ? values : values.map((value) => value * 2 ** -exponent);
    new Uint16Array(bytes.buffer, HEADER).set(to(scaled));
    return bytes;
  };
  const unpack = (bytes: Uint8Array): Float32Array => {
    const exponent = new DataView(bytes.buffer, bytes.byteOffset).getInt32(0, true);
    const values = from(new Uint16Array(bytes.slice(HEADER).buffer));
    return exponent === 0 ? values : values.map((value) => value * 2 ** exponent);
  };
  return {
    keepsResidual: false,
    sum: async (values) => {
      const { size } = group;
      const begin = (rank: number): number => Math.floor((rank * values.length) / size);
      const pieces = Array.from({ length: size }, (_, rank) => pack(values.subarray(begin(rank), begin(rank + 1))));
      const own = (await group.exchange(pieces)).map(unpack);
      const sum = own[0]!;
      for (const other of own.slice(1)) for (let i = 0; i < sum.length; i++) sum[i]! += other[i]!;
      const sums = await group.gather(pack(sum));
      for (const [rank, bytes] of sums.entries()) values.set(unpack(bytes), begin(rank));
    },
  };
}

/** By which power of two to divide; 0 where a number is not finite, and shows it. */
function exponentOf(values: Float32Array): number {
  let largest = 0;
  for (const value of values) {
    const magnitude = Math.abs(value);
    if (!(magnitude <= largest)) largest = magnitude;
  }
  if (largest === 0 || !Number.isFinite(largest)) return 0;
  return Math.floor(Math.log2(largest)) + 1 - TOP;
}
