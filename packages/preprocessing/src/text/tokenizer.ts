import type { FittedTransformer, Transformer } from '@neurite/core';

/** Text as numbers, by a list of known tokens. */
export interface FittedTokenizer extends FittedTransformer<string, Int32Array> {
  /** The token of each number: first the special ones, then those learned, the most frequent first. */
  readonly tokens: readonly string[];
  /** The number that fills up short texts: 0. */
  readonly padding: number;
  /** @returns the tokens of a text, before they become numbers */
  split(text: string): string[];
  /** @returns a number for each token of the text */
  transform(text: string): Int32Array;
  /**
   * @returns the tokens put together again, without padding
   * @throws ArgumentError when a number stands for no token
   */
  invert(numbers: ArrayLike<number>): string;
}

/** Learns a vocabulary from texts. */
export type Tokenizer = Transformer<string, string, Int32Array, FittedTokenizer>;

/** Which tokens are learned. */
export type VocabularyOptions = {
  /** How many tokens there are at most, special ones included; the rarest are left out. Default: all. */
  readonly size?: number | undefined;
  /** How often a token must have been there, as the sum of the weights of its texts. Default: 1. */
  readonly minCount?: number;
  /** Tokens that are always there, after `<pad>` and `<unk>`: `['<start>', '<end>']`. Default: none. */
  readonly special?: readonly string[];
  /** Whether text is made lowercase. Default: false. */
  readonly lowercase?: boolean;
};
