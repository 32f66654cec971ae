import type { Constants } from './family.js';

/** Bytes of what is gathered at once, and of the length before it. */
const [BLOCK, HEADER] = [1024, 4] as const;

/** Begins an operation, and waits for it. */
export type CommunicatorRun = (name: string, parameters: string, ...given: readonly unknown[]) => Promise<void>;

type Communicator = {
  readonly run: CommunicatorRun;
  readonly constants: Constants;
};

/** What each process gives, in one message of each where all are short, else in two. */
export async function gatherBytes(
  { run, constants, size }: Communicator & { readonly size: number },
  bytes: Uint8Array,
): Promise<Uint8Array[]> {
  const { types, world } = constants;
  const block = new Uint8Array(BLOCK);
  new DataView(block.buffer).setInt32(0, bytes.length, true);
  if (bytes.length <= BLOCK - HEADER) block.set(bytes, HEADER);
  const blocks = new Uint8Array(BLOCK * size);
  const one = 'void *send, int count, handle type, void *receive, int into, handle its, handle comm';
  await run('MPI_Iallgather', one, block, BLOCK, types.uint8, blocks, BLOCK, types.uint8, world);
  const view = new DataView(blocks.buffer);
  const lengths = Int32Array.from({ length: size }, (_, rank) => view.getInt32(rank * BLOCK, true));
  if (lengths.every((length) => length <= BLOCK - HEADER)) {
    return Array.from(lengths, (length, rank) => blocks.slice(rank * BLOCK + HEADER, rank * BLOCK + HEADER + length));
  }
  const { begins, sum } = placesOf(lengths);
  const all = new Uint8Array(sum);
  const parameters =
    'void *send, int count, handle type, void *receive, void *counts, void *begins, handle into, handle comm';
  const given = [bytes, bytes.length, types.uint8, all, lengths, begins, types.uint8, world] as const;
  await run('MPI_Iallgatherv', parameters, ...given);
  return cut(all, lengths);
}

/** Of each process the part that it has for this one, where this one has a part for each. */
export async function exchangeBytes(
  { run, constants }: Communicator,
  parts: readonly Uint8Array[],
): Promise<Uint8Array[]> {
  const { types, world } = constants;
  const sent = Int32Array.from(parts, ({ length }) => length);
  const received = new Int32Array(sent.length);
  const one = 'void *send, int count, handle type, void *receive, int into, handle its, handle comm';
  await run('MPI_Ialltoall', one, sent, 1, types.int32, received, 1, types.int32, world);
  const [from, to] = [placesOf(sent), placesOf(received)];
  const given = new Uint8Array(from.sum);
  for (const [rank, part] of parts.entries()) given.set(part, from.begins[rank]);
  const got = new Uint8Array(to.sum);
  const way = (name: string): string => `void *${name}, void *${name}Counts, void *${name}Begins, handle ${name}Type`;
  const parameters = `${way('sent')}, ${way('received')}, handle comm`;
  const counts = [given, sent, from.begins, types.uint8, got, received, to.begins, types.uint8, world] as const;
  await run('MPI_Ialltoallv', parameters, ...counts);
  return cut(got, received);
}

/** Where parts of such lengths begin in one row, and the length of all. */
function placesOf(lengths: Int32Array): { readonly begins: Int32Array; readonly sum: number } {
  const begins = new Int32Array(lengths.length);
  let sum = 0;
  for (const [i, length] of lengths.entries()) {
    begins[i] = sum;
    sum += length;
  }
  return { begins, sum };
}

function cut(all: Uint8Array, lengths: Int32Array): Uint8Array[] {
  const { begins } = placesOf(lengths);
  return Array.from(lengths, (length, i) => all.slice(begins[i]!, begins[i]! + length));
}
