const WORD = 2n ** 32n;
const ROTATIONS = [13n, 15n, 26n, 6n, 17n, 29n, 16n, 24n];

/** Threefry-2x32 with 20 rounds, in integers without a limit: the words of [count, 0]. */
function threefry([first, second]: readonly [number, number], count: number): [number, number] {
  const keys = [BigInt(first), BigInt(second), BigInt(first) ^ BigInt(second) ^ 0x1bd11bdan];
  let a = (BigInt(count) + keys[0]!) % WORD;
  let b = keys[1]!;
  for (let round = 1; round <= 20; round++) {
    a = (a + b) % WORD;
    const turned = b << ROTATIONS[(round - 1) % 8]!;
    b = ((turned % WORD) | (turned / WORD)) ^ a;
    if (round % 4 > 0) continue;
    const group = round / 4;
    a = (a + keys[group % 3]!) % WORD;
    b = (b + keys[(group + 1) % 3]! + BigInt(group)) % WORD;
  }
  return [Number(a), Number(b)];
}

/** The draw of each element of the dropout, in [0, 1). */
export function dropoutDraw(key: readonly [number, number], index: number): number {
  const words = threefry(key, 4 * Math.floor(index / 8) + (index % 4));
  return Math.floor(words[index % 8 < 4 ? 0 : 1] / 256) / 2 ** 24;
}
