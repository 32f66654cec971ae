import { type HostArray, hostArray, type Json } from '@neurite/core';
import type { PartReport } from './gradient-pass.js';
import { mapRecord } from './map-record.js';
import { type ReportValues, readReports } from './read-reports.js';
import type { Replicas } from './replicas.js';
import type { Placed } from './step-flight.js';

/**
 * What all processes have to report, batch by batch, and within a batch in the order of their rows.
 *
 * @param own one for each batch, null where this process has no rows of it
 */
export async function exchangeReports(
  replicas: Replicas,
  own: readonly (ReportValues | null)[],
): Promise<readonly ReportValues[]> {
  const all = await replicas.gather(own.map((report): Json => report && toJson(report)));
  return own.flatMap((_, i) => all.map((of) => of[i]!).filter((report) => report !== null)).map(fromJson);
}

/** The same of the batches of a step, of which this process has a report for each where it has rows. */
export async function exchangePlaced(
  replicas: Replicas,
  { batches }: Placed,
  reports: readonly PartReport[],
): Promise<readonly ReportValues[]> {
  const own = batches.filter(({ size }) => size > 0).map(({ size }, i) => ({ ...reports[i]!, samples: size }));
  const read = await readReports(own);
  return exchangeReports(
    replicas,
    batches.map(({ size }) => (size > 0 ? read.shift()! : null)),
  );
}

function toJson(values: ReportValues): Json {
  return values as unknown as Json; // numbers and arrays of them, which `writeJson` turns into lists
}

function fromJson(json: Json): ReportValues {
  const values = json as unknown as ReportValues; // as `toJson` gave it, but for the arrays
  const arrays = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array };
  const toArray = ({ data, dtype, shape }: HostArray): HostArray => hostArray(arrays[dtype].from(data), shape);
  const metrics = mapRecord(values.metrics, (statistics) => mapRecord(statistics, toArray));
  return { ...values, metrics };
}
