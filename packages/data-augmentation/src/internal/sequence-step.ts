/** The index of an augmentation in its list, and its draw. */
export type SequenceStep = { readonly at: number; readonly params: unknown };
