import { keyWords } from '@neurite/core';
import { dropoutOperation } from '@neurite/ops';
import type { Dialect } from '../../shader.js';
import { asRows } from '../as-rows.js';
import { type FusedKernel, fusedKernel } from '../fused-kernel.js';

/** x / (1 − rate) where the draw of the element says so, else 0. A constant of a shader is exact to 24 bits: words are passed in halves. */
export const dropout: FusedKernel = fusedKernel<'x' | 'key', { readonly rate: number; readonly offset: number }>(
  dropoutOperation,
  (target, { x: info, key }, { rate, offset }) => {
    const { rows: x, size } = asRows(info);
    // What the host knows needs no upload.
    const words = keyWords(key);
    const y = target.rows(
      {
        name: words === undefined ? 'DropoutOfKey' : 'Dropout',
        inputs: words === undefined ? { x, key } : { x },
        constants: {
          ...(words === undefined ? {} : { ...halves('key0', words[0]), ...halves('key1', words[1]) }),
          ...{ ...halves('offset', offset), limit: Math.ceil(rate * 2 ** 24), scale: 1 / (1 - rate) },
        },
        outputShape: [size.rows, size.columns],
        body: words === undefined ? threefry((i, { of }) => of('key', String(i))) : threefry((i) => KEY_HALVES[i]!),
      },
      size,
    );
    return { ...y, shape: info.shape };
  },
  ['key'],
);

function halves(name: string, word: number): Readonly<Record<string, number>> {
  return { [`${name}Low`]: word & 0xffff, [`${name}High`]: word >>> 16 };
}

const KEY_HALVES = ['key0Low', 'key0High', 'key1Low', 'key1High'];

const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24];

/**
 * Threefry-2x32 with 20 rounds, unrolled; `dropoutOperation` of ops says which element takes which word.
 *
 * @param halfOf the i-th of the key's four halves
 */
function threefry(halfOf: (i: number, dialect: Dialect) => string): (dialect: Dialect) => string {
  const rounds = Array.from({ length: 20 }, (_, i) => {
    const bits = ROTATIONS[i % 8]!;
    const group = (i + 1) / 4;
    return `a += b; b = ((b << ${bits}u) | (b >> ${32 - bits}u)) ^ a;
      ${Number.isInteger(group) ? `a += k${group % 3}; b += k${(group + 1) % 3} + ${group}u;` : ''}`;
  });
  return (dialect) => {
    const { at, toWord, word } = dialect;
    const joined = (low: string, high: string): string => `(${toWord(high)} << 16u) | ${toWord(low)}`;
    const keyWord = (i: number): string => joined(halfOf(2 * i, dialect), halfOf(2 * i + 1, dialect));
    return `
      ${word} k0 = ${keyWord(0)};
      ${word} k1 = ${keyWord(1)};
      ${word} k2 = k0 ^ k1 ^ 0x1bd11bdau;
      ${word} element = ${toWord('row * columns + column')} + (${joined('offsetLow', 'offsetHigh')});
      ${word} a = ((element >> 3u) << 2u) + (element & 3u) + k0;
      ${word} b = k1;
      ${rounds.join('\n')}
      if ((element & 4u) != 0u) { a = b; }
      if ((a >> 8u) >= ${toWord('limit')}) { result = ${at('x', 'row', 'column')} * scale; }`;
  };
}
