import { draw } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe } from 'vitest';
import { type GradientCase, gradientTable } from '../support/gradient-table.js';

const rows: [equation: string, ...shapes: number[][]][] = [
  ['ij,jk->ik', [2, 3], [3, 4]],
  ['ij,jk->ki', [2, 3], [3, 4]],
  ['bij,bjk->bik', [2, 3, 2], [2, 2, 4]],
  ['i,j->ij', [3], [4]],
  ['i,i->', [4], [4]],
  ['ij,jk->i', [2, 3], [3, 4]],
  ['ijk->ki', [2, 3, 4]],
  ['ij->', [2, 3]],
  ['bqhd,bkhd->bhqk', [2, 3, 2, 2], [2, 4, 2, 2]],
];

describe('einsum', () => {
  gradientTable(
    rows.map(
      ([equation, ...shapes]): GradientCase => ({
        name: equation,
        f: (...xs) => tf.einsum(equation, ...xs),
        inputs: () => shapes.map((shape) => draw(shape)),
        second: shapes.length === 2,
      }),
    ),
  );
});
