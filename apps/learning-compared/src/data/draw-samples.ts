import { split } from '@neurite/data';
import type { DataSet, Draw } from './data-set.js';

/**
 * Draws samples to learn from and others to test on, each class in its share of both. The same seed tests on the same
 * samples, and smaller numbers of samples come from what is not tested on.
 *
 * @param samples how many are learned from, at most as many as the test leaves
 */
export async function drawSamples(
  { labels, testSamples }: Pick<DataSet, 'labels' | 'testSamples'>,
  { samples, seed }: { readonly samples: number; readonly seed: number },
): Promise<Draw> {
  const share = testSamples / labels.length;
  const parts = await split(
    { row: Int32Array.from(labels.keys()) },
    { rest: 1 - share, test: share },
    rule(labels, seed),
  );
  const rest = await rowsOf(parts.rest);
  const test = await rowsOf(parts.test);
  if (samples >= rest.length) return { train: rest, test };
  const used = samples / rest.length;
  const drawn = await split({ row: Int32Array.from(rest) }, { used, others: 1 - used }, rule(labels, seed));
  return { train: await rowsOf(drawn.used), test };
}

/** How many samples there are to learn from. */
export function mostSamples({ labels, testSamples }: Pick<DataSet, 'labels' | 'testSamples'>): number {
  return labels.length - testSamples;
}

type Row = { readonly row: { readonly data: ArrayLike<number> } };

function rule(labels: Int32Array, seed: number) {
  return { seed, stratify: ({ row }: Row) => labels[row.data[0]!]! };
}

async function rowsOf(part: AsyncIterable<Row>): Promise<Uint32Array> {
  const rows: number[] = [];
  for await (const { row } of part) rows.push(row.data[0]!);
  return Uint32Array.from(rows);
}
