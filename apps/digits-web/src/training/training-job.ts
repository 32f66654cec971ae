/** The input of a training. */
export type TrainingInput = {
  /** The address of the page, next to which the digits are served. */
  readonly base: string;
  /** The number of training digits, at most 8,000. */
  readonly digits: number;
  readonly epochs: number;
  readonly seed: number;
  /** The port that the weights are sent to while they are learned. */
  readonly weights: MessagePort;
};

/** The result of a training. */
export type TrainingResult = {
  /** On digits that were used neither to learn nor to set the doubt. */
  readonly accuracy: number;
  readonly tested: number;
  /** The network as a file for `Reader.load`. */
  readonly model: Uint8Array<ArrayBuffer>;
};
