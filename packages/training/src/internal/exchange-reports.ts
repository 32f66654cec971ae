import { type HostArray, hostArray, type Json } from '@neurite/core';
import { mapRecord } from './map-record.js';
import type { ReportValues } from './read-reports.js';
import type { Replicas } from './replicas.js';

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
