import type { DigitConfig } from '@neurite/digits-model/config';
import {
  type ConditionalDimension,
  conditional,
  type FloatDimension,
  float,
  type IntDimension,
  int,
  type Values,
} from '@neurite/tuning';

/** What is tuned. */
export const digitSpace: {
  readonly convolutions: IntDimension;
  readonly filters: IntDimension;
  readonly hidden: ConditionalDimension<{
    readonly none: Readonly<Record<never, never>>;
    readonly some: { readonly layers: IntDimension; readonly neurons: IntDimension };
  }>;
  readonly learningRate: FloatDimension;
  readonly dropout: FloatDimension;
  readonly augmentation: FloatDimension;
} = {
  convolutions: int(1, 3),
  /** Of the first convolution; each further one has twice as many. */
  filters: int(6, 24, { log: true }),
  hidden: conditional({ none: {}, some: { layers: int(1, 2), neurons: int(16, 256, { log: true }) } }),
  learningRate: float(2e-4, 3e-2, { log: true }),
  dropout: float(0, 0.6),
  augmentation: float(0, 2),
};

export type DigitValues = Values<typeof digitSpace>;

/** Three digits are enough to say what matters, and can be read. */
export function configOf({
  convolutions,
  filters,
  hidden,
  learningRate,
  dropout,
  augmentation,
}: DigitValues): DigitConfig {
  const neurons = hidden.kind === 'none' ? [] : new Array<number>(hidden.layers).fill(hidden.neurons);
  return {
    filters: Array.from({ length: convolutions }, (_, i) => filters * 2 ** i),
    // Twice the time of a trial; what is compared here are sizes.
    batchNorm: false,
    neurons,
    learningRate: rounded(learningRate),
    dropout: rounded(dropout),
    augmentation: rounded(augmentation),
  };
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

/** The values of the first trial: small, and good enough to be hard to beat. */
export const DEFAULT_VALUES: DigitValues = {
  convolutions: 2,
  filters: 16,
  hidden: { kind: 'none' },
  learningRate: 4e-3,
  dropout: 0.3,
  augmentation: 1,
};
