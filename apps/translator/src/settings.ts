import type { Languages } from './data/pair.js';
import type { TranslatorOptions } from './networks/translator.js';

/** What a run was asked for: a run that goes on must have been asked for the same. */
export type Options = Languages & {
  /** A file with two columns; undefined for what Unicode translates. */
  readonly data?: string;
  readonly network: TranslatorOptions['kind'];
  readonly epochs: number;
  readonly seed: number;
  readonly quick: boolean;
};

/** How a run learns. */
export type Plan = {
  /** The share of drawn phrases. */
  readonly amount: number;
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

export function planOf({ network: kind, epochs, quick }: Options): Plan {
  const all = Number.MAX_SAFE_INTEGER;
  return {
    amount: quick ? 0.05 : 1,
    most: quick ? { train: 320, test: 60 } : { train: all, test: all },
    tokens: quick ? 500 : 1500,
    network: { kind, features: quick ? 32 : 128, heads: 4, layers: quick ? 1 : 2, dropout: 0 },
    batch: 64,
    peak: 2.5e-3,
    epochs: quick ? Math.min(epochs, 1) : epochs,
  };
}
