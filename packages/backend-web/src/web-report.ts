import type { EngineName } from './engine-name.js';

/** How an engine computed a matrix product, a convolution and their gradients. */
export type SelfTest = {
  readonly passed: boolean;
  /** From the first operation to the numbers, the compilation of shaders included. */
  readonly milliseconds: number;
  /** The largest distance from the right numbers, which are integers of at most a few hundred; NaN for a NaN. */
  readonly largestError: number;
};

/** What came of trying an engine. */
export type Attempt = {
  readonly engine: EngineName;
  readonly outcome: 'chosen' | 'passed over';
  /** Why, in a clause. */
  readonly reason: string;
  /** What would make it available, in a clause; undefined if nothing would. */
  readonly remedy: string | undefined;
  /** Undefined if it did not get that far. */
  readonly selfTest: SelfTest | undefined;
};

/** What `useWeb` turned on. */
export type WebReport = {
  readonly engine: EngineName;
  /** The device in the words of its driver. */
  readonly device: string;
  readonly selfTest: SelfTest;
  /** Every engine that was tried, in order; the last one was chosen. */
  readonly tried: readonly Attempt[];
  /** One line for people. */
  toString(): string;
};
