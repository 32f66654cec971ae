import type { TranslatorOptions } from './translator.js';

/** How a network learns. */
export type Plan = {
  /** The share of drawn phrases. */
  readonly amount: number;
  /** How many of the drawn phrases an epoch has, others in each. */
  readonly drawn: number;
  /** The most phrases that are learned from, and that are tested. */
  readonly most: { readonly train: number; readonly test: number };
  /** The most tokens, bytes included. */
  readonly tokens: number;
  readonly network: Omit<TranslatorOptions, 'vocabulary'>;
  readonly batch: number;
  /** The largest learning rate. */
  readonly peak: number;
  readonly epochs: number;
};

/** What a plan follows from. */
export type PlanOptions = {
  readonly network: TranslatorOptions['kind'];
  readonly epochs: number;
  /** A small part of it. */
  readonly quick: boolean;
};

export function planOf({ network: kind, epochs, quick }: PlanOptions): Plan {
  const all = Number.MAX_SAFE_INTEGER;
  return {
    amount: quick ? 0.0125 : 1,
    drawn: 18_000,
    most: quick ? { train: 320, test: 60 } : { train: all, test: all },
    tokens: quick ? 500 : 2500,
    network: { kind, features: quick ? 32 : 128, heads: 4, layers: quick ? 1 : 2, dropout: 0 },
    batch: 64,
    peak: 2.5e-3,
    epochs: quick ? Math.min(epochs, 2) : epochs,
  };
}
