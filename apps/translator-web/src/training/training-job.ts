import type { Languages } from '@neurite/translator-model/pair';
import type { Plan } from '@neurite/translator-model/plan';

/** The input of a training. */
export type TrainingInput = {
  /** The address of the page, next to which the texts are served. */
  readonly base: string;
  readonly languages: Languages;
  readonly plan: Plan;
  readonly seed: number;
  /** The port that the weights are sent to while they are learned. */
  readonly weights: MessagePort;
};

/** A phrase that is not learned from, and what it should become. */
export type Example = { readonly source: string; readonly target: string; readonly category: string };

/** What the worker shows while it learns. */
export type TrainingPicture = {
  /** How many phrases it learns from. */
  readonly phrases: number;
  readonly examples: readonly Example[];
};

/** The result of a training. */
export type TrainingResult = {
  /** The share of phrases that were used neither to learn nor to choose an epoch, and come out right to the letter. */
  readonly exact: number;
  readonly tested: number;
  /** The network as a file. */
  readonly model: Uint8Array<ArrayBuffer>;
};
