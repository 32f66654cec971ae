/** Both parts of a probability of 1, each with all its digits where it is small. */
export type Tails = { readonly lower: number; readonly upper: number };
