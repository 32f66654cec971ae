import { type HostArray, hostArray, type LossTerms, type NamedTensors, type NumericArray } from '@neurite/core';
import { dispose, type Scalar, type Tensor } from '@tensorflow/tfjs-core';

/** What a batch has to report: tensors that are still to be read. */
export type Report = {
  /** Undefined where no loss is measured. */
  readonly loss: Scalar | undefined;
  readonly terms?: LossTerms | undefined;
  readonly weight?: number | undefined;
  readonly metrics: Readonly<Record<string, NamedTensors>>;
  readonly samples: number;
};

/** The statistics of one metric, by name. */
export type HostStatistics = Readonly<Record<string, HostArray>>;

/** The same on the host. */
export type ReportValues = {
  readonly samples: number;
  /** NaN where no loss is measured. */
  readonly loss: number;
  /** The terms of the loss, one for each of its parts. */
  readonly total: readonly number[];
  readonly weight: readonly number[];
  readonly metrics: Readonly<Record<string, HostStatistics>>;
  /** Why the loss is not finite, where the batch is the reason. */
  readonly reason?: string | undefined;
};

/** Starts reading reports; their tensors are freed when all have been read, or one cannot be. */
export async function readReports(reports: readonly Report[]): Promise<ReportValues[]> {
  const tensors = reports.flatMap(({ loss, terms, metrics }) => [
    ...(loss === undefined ? [] : [loss]),
    ...(terms === undefined ? [] : [terms.total, terms.weight]),
    ...Object.values(metrics).flatMap((statistics) => Object.values(statistics)),
  ]);
  try {
    const read = new Map<Tensor, NumericArray>();
    const arrays = await Promise.all(tensors.map((tensor) => tensor.data()));
    for (const [i, tensor] of tensors.entries()) read.set(tensor, arrays[i]!);
    return reports.map((report) => valuesOf(report, read));
  } finally {
    dispose(tensors);
  }
}

function valuesOf(
  { samples, terms, metrics, ...report }: Report,
  read: ReadonlyMap<Tensor, NumericArray>,
): ReportValues {
  const loss = report.loss === undefined ? Number.NaN : read.get(report.loss)![0]!;
  const weight = report.weight ?? samples;
  const onHost = (statistics: NamedTensors): HostStatistics =>
    Object.fromEntries(
      Object.entries(statistics).map(([name, tensor]) => [name, hostArray(read.get(tensor)!, tensor.shape)]),
    );
  return {
    samples,
    loss,
    total: terms === undefined ? [loss * weight] : [...read.get(terms.total)!],
    weight: terms === undefined ? [weight] : [...read.get(terms.weight)!],
    metrics: Object.fromEntries(Object.entries(metrics).map(([name, statistics]) => [name, onHost(statistics)])),
  };
}
