import { type DropoutOptions, dropoutOperation } from '@neurite/ops';
import type { Dialect } from '../../shader.js';
import { asRows } from '../as-rows.js';
import { type FusedKernel, fusedKernel } from '../fused-kernel.js';

/** x / (1 − rate) where the draw of the element says so, else 0. A constant of a shader is exact to 24 bits: words are passed in halves. */
export const dropout: FusedKernel = fusedKernel<'x', DropoutOptions>(
  dropoutOperation,
  (target, { x: info }, { rate, key: [first, second] }) => {
    const { rows: x, size } = asRows(info);
    const y = target.rows(
      {
        name: 'Dropout',
        inputs: { x },
        constants: {
          ...{ high0: first >>> 16, low0: first & 0xffff, high1: second >>> 16, low1: second & 0xffff },
          ...{ limit: Math.ceil(rate * 2 ** 24), scale: 1 / (1 - rate) },
        },
        outputShape: [size.rows, size.columns],
        body: threefry,
      },
      size,
    );
    return { ...y, shape: info.shape };
  },
);

const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24];

/** Threefry-2x32 with 20 rounds, unrolled; `dropoutOperation` of ops says which element takes which word. */
function threefry({ at, toWord, word }: Dialect): string {
  const rounds = Array.from({ length: 20 }, (_, i) => {
    const bits = ROTATIONS[i % 8]!;
    const group = (i + 1) / 4;
    return `a += b; b = ((b << ${bits}u) | (b >> ${32 - bits}u)) ^ a;
      ${Number.isInteger(group) ? `a += k${group % 3}; b += k${(group + 1) % 3} + ${group}u;` : ''}`;
  });
  return `
    ${word} k0 = (${toWord('high0')} << 16u) | ${toWord('low0')};
    ${word} k1 = (${toWord('high1')} << 16u) | ${toWord('low1')};
    ${word} k2 = k0 ^ k1 ^ 0x1bd11bdau;
    ${word} element = ${toWord('row * columns + column')};
    ${word} a = ((element >> 3u) << 2u) + (element & 3u) + k0;
    ${word} b = k1;
    ${rounds.join('\n')}
    if ((element & 4u) != 0u) { a = b; }
    if ((a >> 8u) >= ${toWord('limit')}) { result = ${at('x', 'row', 'column')} * scale; }`;
}
