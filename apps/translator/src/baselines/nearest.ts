import type { Pair } from '@neurite/translator-model/pair';

/** Characters of a piece by which phrases are compared. */
const SIZE = 3;

/** The translation of that phrase of the training which shares most pieces of three characters, by the Dice coefficient. */
export function learnNearest(train: readonly Pair[]): (phrase: string) => string {
  const rows = new Map<string, number[]>();
  const sizes = train.map(({ source }, row) => {
    const pieces = piecesOf(source);
    for (const piece of pieces) {
      const own = rows.get(piece);
      if (own === undefined) rows.set(piece, [row]);
      else own.push(row);
    }
    return pieces.size;
  });
  const shared = new Int32Array(train.length);
  return (phrase) => {
    const pieces = piecesOf(phrase);
    shared.fill(0);
    for (const piece of pieces) for (const row of rows.get(piece) ?? []) shared[row]!++;
    let [best, most] = [phrase, 0];
    for (let row = 0; row < shared.length; row++) {
      const likeness = (2 * shared[row]!) / (pieces.size + sizes[row]!);
      if (likeness > most) [best, most] = [train[row]!.target, likeness];
    }
    return best;
  };
}

function piecesOf(text: string): ReadonlySet<string> {
  const characters = [...` ${text} `];
  return new Set(characters.slice(SIZE - 1).map((_, i) => characters.slice(i, i + SIZE).join('')));
}
