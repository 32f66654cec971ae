/** The keys beside each key, row by row as they stand: those on its left and right, and the two above and below. */
function neighboursOf(rows: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const found: Record<string, string[]> = {};
  rows.forEach((row, y) => {
    Array.from(row).forEach((key, x) => {
      const above = rows[y - 1] ?? '';
      const below = rows[y + 1] ?? '';
      // Each row stands half a key to the right of the one above.
      found[key] = [row[x - 1], row[x + 1], above[x], above[x + 1], below[x - 1], below[x]].filter(
        (one) => one !== undefined,
      );
    });
  });
  return found;
}

/** Keys that are hit instead of others. */
export const KEYBOARDS: Readonly<Record<'qwerty' | 'qwertz' | 'azerty', Readonly<Record<string, readonly string[]>>>> =
  {
    qwerty: neighboursOf(['qwertyuiop', 'asdfghjkl', 'zxcvbnm']),
    qwertz: neighboursOf(['qwertzuiopü', 'asdfghjklöä', 'yxcvbnm']),
    azerty: neighboursOf(['azertyuiop', 'qsdfghjklm', 'wxcvbn']),
  };

/** What character recognition takes for one another; each way. */
const ALIKE = [
  '0Oo',
  '1lI|',
  '2Zz',
  '5Ss',
  '6Gb',
  '8B',
  '9gq',
  'ce',
  'hb',
  'uv',
  'nu',
  'ft',
  'yv',
  'vV',
  'wW',
  'xX',
  'kK',
  'pP',
];

/** What character recognition reads instead of a character. */
export const LOOKALIKES: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  [...new Set(ALIKE.join(''))].map((character) => [
    character,
    ALIKE.filter((group) => group.includes(character)).flatMap((group) =>
      Array.from(group).filter((one) => one !== character),
    ),
  ]),
);

/** Pairs that it reads as one character, and the other way round. */
export const JOINED: readonly (readonly [pair: string, one: string])[] = [
  ['rn', 'm'],
  ['cl', 'd'],
  ['vv', 'w'],
  ['li', 'h'],
];
