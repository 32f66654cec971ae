/** A vocabulary, and how a piece of text becomes numbers of it. */
export type PieceModel = {
  readonly vocabulary: ReadonlyMap<string, number>;
  readonly encode: (piece: string) => readonly number[];
};
