/** Numbers of a tensor, in its order. */
export type Numbers = readonly number[];

/** Numbers of tensors by their names. */
export type Named = Readonly<Record<string, Numbers>>;

/** What an engine found, and what it should have. */
export type Both = Readonly<Record<'found' | 'expected', Named>>;

/** A case of `fixtures/losses`; what is unknown here is JSON. */
export type LossCase = {
  readonly name: string;
  readonly loss: string;
  readonly options: unknown;
  readonly predictions: unknown;
  readonly targets: unknown;
  readonly value: unknown;
  readonly gradient: unknown;
};

/** A case of `fixtures/metrics/statistics.json`, with its set. */
export type MetricCase = {
  readonly name: string;
  readonly metric: string;
  readonly options: number | object | null;
  readonly set: { readonly predictions: number[]; readonly targets: number[]; readonly integers: boolean };
  readonly weights: number[] | null;
  readonly value: unknown;
};

/** The numbers of lists and records, those of a record by their names. */
export function numbersIn(value: unknown): Numbers {
  if (typeof value === 'number') return [value];
  const entries = Object.entries(value as object); // there is nothing else
  if (!Array.isArray(value)) entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.flatMap(([, one]) => numbersIn(one));
}
