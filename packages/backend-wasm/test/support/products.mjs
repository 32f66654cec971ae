// Run in a page by products.browser.test.ts: matrix products of every height up to 20, in all forms.
import { useWasm } from '@neurite/backend-wasm';
import { matMul, randomUniform, slice } from '@tensorflow/tfjs-core';

const COLUMNS = 13;
/** More than are packed at once, so that sums go on from what is there. */
const DEPTH = 700;
const MOST = 20;

/** @returns which SIMD there is, how far off the farthest number is in terms of what is summed, and how many rows differ when they are alone */
globalThis.report = async (options) => {
  const { simd } = await useWasm(options);
  let worst = 0;
  let different = 0;
  for (let rows = 1; rows <= MOST; rows++) {
    for (const [transposeA, transposeB] of [
      [false, false],
      [false, true],
      [true, false],
      [true, true],
    ]) {
      const a = randomUniform(transposeA ? [DEPTH, rows] : [rows, DEPTH], -1, 1, 'float32', rows);
      const b = randomUniform(transposeB ? [COLUMNS, DEPTH] : [DEPTH, COLUMNS], -1, 1, 'float32', 1);
      const [left, right] = [await a.array(), await b.array()];
      const y = await matMul(a, b, transposeA, transposeB).array();
      const last = transposeA ? slice(a, [0, rows - 1], [DEPTH, 1]) : slice(a, [rows - 1, 0], [1, DEPTH]);
      const [alone] = await matMul(last, b, transposeA, transposeB).array();
      for (let j = 0; j < COLUMNS; j++) {
        for (let i = 0; i < rows; i++) {
          let [sum, size] = [0, 0];
          for (let k = 0; k < DEPTH; k++) {
            const term = (transposeA ? left[k][i] : left[i][k]) * (transposeB ? right[j][k] : right[k][j]);
            sum += term;
            size += Math.abs(term);
          }
          worst = Math.max(worst, Math.abs(y[i][j] - sum) / size);
        }
        if (alone[j] !== y[rows - 1][j]) different++;
      }
    }
  }
  return { simd, worst, different };
};
