import * as tf from '@tensorflow/tfjs-core';
import { constant } from '../draw.js';
import { at, atOr, fill, type Nd } from '../nd.js';
import type { OperationSpec } from '../operation-spec.js';

/** An element between four others of an image. */
function between(x: Nd, n: number, row: number, column: number, c: number): number {
  const [top, left] = [Math.floor(row), Math.floor(column)];
  const clamp = (i: number, size: number): number => Math.min(Math.max(i, 0), size - 1);
  const pick = (h: number, w: number): number => at(x, [n, clamp(h, x.shape[1]!), clamp(w, x.shape[2]!), c]);
  const [down, right] = [row - top, column - left];
  // An element of weight 0 takes no part, NaN and infinity included.
  const mix = (a: number, b: number, part: number): number => (part === 0 ? a : a * (1 - part) + b * part);
  const upper = mix(pick(top, left), right === 0 ? 0 : pick(top, left + 1), right);
  return down === 0
    ? upper
    : mix(upper, mix(pick(top + 1, left), right === 0 ? 0 : pick(top + 1, left + 1), right), down);
}

type Modes = { readonly align: boolean; readonly half: boolean };

/** Where an output comes from along one axis. */
function source(i: number, from: number, to: number, { align, half }: Modes): number {
  if (align && to > 1) return (i * (from - 1)) / (to - 1);
  return half ? ((i + 0.5) * from) / to - 0.5 : (i * from) / to;
}

const modes: readonly Modes[] = [
  { align: false, half: false },
  { align: true, half: false },
  { align: false, half: true },
];

/** Greedy choice of boxes [y1, x1, y2, x2] that overlap those chosen before by at most `most`. */
function nonMaxSuppression(boxes: Nd, scores: Nd, count: number, most: number): number[] {
  const order = [...scores.data.keys()].sort((a, b) => scores.data[b]! - scores.data[a]!);
  const box = (i: number): number[] => [0, 1, 2, 3].map((k) => at(boxes, [i, k]));
  const area = ([y1, x1, y2, x2]: number[]): number => Math.abs(y2! - y1!) * Math.abs(x2! - x1!);
  const overlap = (a: number[], b: number[]): number => {
    const side = (k: number): number =>
      Math.max(
        0,
        Math.min(Math.max(a[k]!, a[k + 2]!), Math.max(b[k]!, b[k + 2]!)) -
          Math.max(Math.min(a[k]!, a[k + 2]!), Math.min(b[k]!, b[k + 2]!)),
      );
    const common = side(0) * side(1);
    return common / (area(a) + area(b) - common);
  };
  const chosen: number[] = [];
  for (const i of order) {
    if (chosen.length === count) break;
    if (chosen.every((other) => overlap(box(i), box(other)) <= most)) chosen.push(i);
  }
  return chosen;
}

const suppression = (
  name: string,
  run: (boxes: tf.Tensor2D, scores: tf.Tensor1D) => tf.Tensor | Promise<tf.Tensor>,
): OperationSpec => ({
  name,
  derivatives: 'none',
  without: ['one', 'none', 'zero', 'tied', 'huge', 'tiny', 'infinite', 'nan'],
  draw: (draw) => ({
    inputs: [draw.plain([6, 4], 0, 1), draw.plain([6], 0, 1)],
    run,
    reference: (boxes, scores) => {
      const chosen = nonMaxSuppression(boxes, scores, 3, 0.3);
      return { shape: [chosen.length], data: Float64Array.from(chosen), dtype: 'int32' };
    },
  }),
});

/** Operations on images [batch, height, width, channels]; none is square. */
export const images: readonly OperationSpec[] = [
  {
    name: 'image.resizeBilinear',
    draw: (draw) => {
      const [mode, height, width] = [draw.pick(...modes), draw.some(2, 6), draw.some(3, 5)];
      return {
        inputs: [draw.floats([draw.size(1, 2), draw.some(3, 4), draw.some(5, 6), draw.size(1, 2)])],
        run: (x: tf.Tensor4D) => tf.image.resizeBilinear(x, [height, width], mode.align, mode.half),
        reference: (x) =>
          fill([x.shape[0]!, height, width, x.shape[3]!], ([n, h, w, c]) =>
            between(
              x,
              n!,
              Math.max(0, source(h!, x.shape[1]!, height, mode)),
              Math.max(0, source(w!, x.shape[2]!, width, mode)),
              c!,
            ),
          ),
      };
    },
    // Whether a weight of 0 hides infinity depends on the order of the sum.
    without: ['infinite', 'nan'],
  },
  {
    name: 'image.resizeNearestNeighbor',
    draw: (draw) => {
      const [mode, height, width] = [draw.pick(...modes), draw.some(2, 6), draw.some(3, 5)];
      return {
        inputs: [draw.floats([draw.size(1, 2), draw.some(3, 4), draw.some(5, 6), draw.size(1, 2)])],
        run: (x: tf.Tensor4D) => tf.image.resizeNearestNeighbor(x, [height, width], mode.align, mode.half),
        reference: (x) => {
          const nearest = (i: number, from: number, to: number): number => {
            const exact = source(i, from, to, mode) + (mode.half ? 0.5 : 0);
            return Math.min(from - 1, mode.align ? Math.round(exact) : Math.floor(exact));
          };
          return fill([x.shape[0]!, height, width, x.shape[3]!], ([n, h, w, c]) =>
            at(x, [n!, nearest(h!, x.shape[1]!, height), nearest(w!, x.shape[2]!, width), c!]),
          );
        },
      };
    },
  },
  {
    name: 'image.cropAndResize',
    without: ['zero', 'tied', 'huge', 'tiny', 'infinite', 'nan'],
    draw: (draw) => {
      const [height, width] = [draw.some(2, 3), draw.some(2, 4)];
      const method = draw.pick<'bilinear' | 'nearest'>('bilinear', 'bilinear', 'nearest');
      const count = draw.some(2, 3);
      const low = draw.plain([count, 2], -0.1, 0.4);
      const high = draw.plain([count, 2], 0.5, 1.05);
      const boxes = fill([count, 4], ([i, k]) => at(k! < 2 ? low : high, [i!, k! % 2]));
      return {
        inputs: [
          draw.floats([2, draw.some(4, 5), draw.some(5, 6), draw.size(1, 2)]),
          method === 'nearest' ? constant(boxes) : boxes,
          draw.integers([count], 2),
        ],
        run: (x: tf.Tensor4D, box: tf.Tensor2D, of: tf.Tensor1D) =>
          tf.image.cropAndResize(x, box, of, [height, width], method, 0.3),
        reference: (x, box, of) =>
          fill([count, height, width, x!.shape[3]!], ([b, h, w, c]) => {
            const sourceOf = (i: number, size: number, crop: number, first: number): number => {
              const [from, to] = [at(box!, [b!, first]), at(box!, [b!, first + 2])];
              return (from + ((to - from) * i) / (crop - 1)) * (size - 1);
            };
            const [row, column] = [sourceOf(h!, x!.shape[1]!, height, 0), sourceOf(w!, x!.shape[2]!, width, 1)];
            if (row < 0 || column < 0 || row > x!.shape[1]! - 1 || column > x!.shape[2]! - 1) return Math.fround(0.3);
            return method === 'nearest'
              ? at(x!, [of!.data[b!]!, Math.round(row), Math.round(column), c!])
              : between(x!, of!.data[b!]!, row, column, c!);
          }),
      };
    },
  },
  {
    name: 'image.rotateWithOffset',
    draw: (draw) => {
      const radians = 0.3 + draw.some(0, 9) / 10;
      return {
        inputs: [draw.floats([draw.size(1, 2), draw.some(4, 5), draw.some(5, 6), draw.size(1, 3)])],
        run: (x: tf.Tensor4D) => tf.image.rotateWithOffset(x, radians, 0.5, [0.4, 0.6]),
        reference: (x) =>
          fill(x.shape, ([n, h, w, c]) => {
            const [centerX, centerY] = [x.shape[2]! * 0.4, x.shape[1]! * 0.6];
            const [dx, dy] = [w! - centerX, h! - centerY];
            const column = Math.round(dx * Math.cos(radians) - dy * Math.sin(radians) + centerX);
            const row = Math.round(dx * Math.sin(radians) + dy * Math.cos(radians) + centerY);
            return atOr(x, [n!, row, column, c!], 0.5);
          }),
      };
    },
  },
  {
    name: 'image.transform',
    without: ['zero', 'tied', 'huge', 'tiny', 'infinite', 'nan'],
    draw: (draw) => {
      const mode = draw.pick<'nearest' | 'bilinear'>('bilinear', 'nearest');
      const batch = draw.some(1, 2);
      const [height, width] = [draw.some(3, 4), draw.some(4, 5)];
      const jitter = draw.plain([batch, 8], -0.1, 0.1);
      const base = [1, 0.2, 0.3, -0.2, 0.9, 0.6, 0.02, -0.01];
      const transforms = fill([batch, 8], ([n, k]) =>
        Math.fround(base[k!]! + at(jitter, [n!, k!]) * (k! < 6 ? 1 : 0.1)),
      );
      return {
        inputs: [
          draw.floats([batch, draw.some(4, 5), draw.some(5, 6), draw.size(1, 2)]),
          mode === 'nearest' ? constant(transforms) : transforms,
        ],
        run: (x: tf.Tensor4D, t: tf.Tensor2D) => tf.image.transform(x, t, mode, 'constant', 0.5, [height, width]),
        reference: (x, t) =>
          fill([batch, height, width, x.shape[3]!], ([n, h, w, c]) => {
            const [a0, a1, a2, b0, b1, b2, c0, c1] = Array.from({ length: 8 }, (_, k) => at(t, [n!, k])) as [
              number,
              number,
              number,
              number,
              number,
              number,
              number,
              number,
            ]; // eight
            const depth = c0 * w! + c1 * h! + 1;
            const [column, row] = [(a0 * w! + a1 * h! + a2) / depth, (b0 * w! + b1 * h! + b2) / depth];
            const pick = (i: number, j: number): number => atOr(x, [n!, i, j, c!], 0.5);
            if (mode === 'nearest') return pick(Math.round(row), Math.round(column));
            const [top, left] = [Math.floor(row), Math.floor(column)];
            const [down, right] = [row - top, column - left];
            return (
              (1 - down) * ((1 - right) * pick(top, left) + right * pick(top, left + 1)) +
              down * ((1 - right) * pick(top + 1, left) + right * pick(top + 1, left + 1))
            );
          }),
      };
    },
  },
  {
    name: 'image.grayscaleToRGB',
    draw: (draw) => ({
      inputs: [draw.floats([draw.size(), draw.size(), 1])],
      run: (x: tf.Tensor3D) => tf.image.grayscaleToRGB(x),
      reference: (x) => fill([x.shape[0]!, x.shape[1]!, 3], ([h, w]) => at(x, [h!, w!, 0])),
    }),
  },
  {
    name: 'image.rgbToGrayscale',
    draw: (draw) => ({
      inputs: [draw.floats([draw.size(), draw.size(), 3])],
      run: (x: tf.Tensor3D) => tf.image.rgbToGrayscale(x),
      reference: (x) =>
        fill([x.shape[0]!, x.shape[1]!, 1], ([h, w]) =>
          [0.2989, 0.587, 0.114].reduce((sum, weight, c) => sum + weight * at(x, [h!, w!, c]), 0),
        ),
    }),
  },
  suppression('image.nonMaxSuppression', (boxes, scores) => tf.image.nonMaxSuppression(boxes, scores, 3, 0.3)),
  suppression('image.nonMaxSuppressionAsync', (boxes, scores) =>
    tf.image.nonMaxSuppressionAsync(boxes, scores, 3, 0.3),
  ),
  suppression(
    'image.nonMaxSuppressionWithScore',
    (boxes, scores) => tf.image.nonMaxSuppressionWithScore(boxes, scores, 3, 0.3).selectedIndices as tf.Tensor,
  ),
  suppression(
    'image.nonMaxSuppressionWithScoreAsync',
    async (boxes, scores) =>
      (await tf.image.nonMaxSuppressionWithScoreAsync(boxes, scores, 3, 0.3)).selectedIndices as tf.Tensor,
  ),
  suppression(
    'image.nonMaxSuppressionPadded',
    (boxes, scores) => tf.image.nonMaxSuppressionPadded(boxes, scores, 3, 0.3).selectedIndices as tf.Tensor,
  ),
  suppression(
    'image.nonMaxSuppressionPaddedAsync',
    async (boxes, scores) =>
      (await tf.image.nonMaxSuppressionPaddedAsync(boxes, scores, 3, 0.3)).selectedIndices as tf.Tensor,
  ),
];
