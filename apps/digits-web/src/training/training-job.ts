/** What is to be trained. */
export type TrainingInput = {
  /** The address of the page, beside which the digits lie. */
  readonly base: string;
  /** Digits to learn from, at most 8,000. */
  readonly digits: number;
  readonly epochs: number;
  readonly seed: number;
  /** Where the weights go while they are learned. */
  readonly weights: MessagePort;
};

/** What it came to. */
export type TrainingResult = {
  /** On digits that were neither learned from nor used to choose an epoch. */
  readonly accuracy: number;
  readonly tested: number;
  /** The network as a file for `Reader.load`. */
  readonly model: Uint8Array<ArrayBuffer>;
};
