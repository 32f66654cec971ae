/** One thing to do, and how the page knows that it was done. */
export type LessonStep<Facts> = {
  readonly text: string;
  /** The query of the address with which the step begins. Default: what is there goes on. */
  readonly setup?: string;
  readonly goal: (facts: Facts) => boolean;
  /** What was seen, told when it is done. */
  readonly done: string;
};

/** A lesson of a room. A teacher links to `#room?lesson=name`. */
export type Lesson<Facts> = {
  readonly name: string;
  readonly title: string;
  readonly steps: readonly [LessonStep<Facts>, ...LessonStep<Facts>[]];
};
