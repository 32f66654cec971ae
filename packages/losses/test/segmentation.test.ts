import { ArgumentError, ShapeError } from '@neurite/core';
import { testLoss } from '@neurite/testing';
import { tensor2d, tensor3d, zeros } from '@tensorflow/tfjs-core';
import { describe } from 'vitest';
import { boxIou, dice, jaccard, tversky } from '../src/index.js';

const logits = [1, -2, 0.5, 3, -1, 0.25];
const mask = [1, 0, 0, 1, 1, 0];
const masks = () => ({ predictions: tensor2d(logits, [2, 3]), targets: tensor2d(mask, [2, 3], 'int32') });
/** What is right, false, and missing, of both samples. */
const areas = [0, 3].map((start) => {
  const found = { right: 0, wrong: 0, missing: 0 };
  for (let i = start; i < start + 3; i++) {
    const p = 1 / (1 + Math.exp(-logits[i]!));
    found.right += p * mask[i]!;
    found.wrong += p * (1 - mask[i]!);
    found.missing += (1 - p) * mask[i]!;
  }
  return found;
});
const perSample = (f: (area: (typeof areas)[number]) => number): number => (f(areas[0]!) + f(areas[1]!)) / 2;
const two = () => zeros([2, 3]);

describe('losses over areas', () => {
  testLoss({
    name: 'dice',
    loss: dice,
    batch: masks,
    value: perSample(({ right, wrong, missing }) => 1 - (2 * right) / (2 * right + wrong + missing)),
    errors: [
      {
        run: () => dice.with({ activation: 'relu' as never }),
        type: ArgumentError,
        message: "dice: `activation` must be 'sigmoid', 'softmax' or 'linear'; received 'relu'.",
      },
      {
        run: () => dice.with({ epsilon: 0 }),
        type: ArgumentError,
        message: 'dice: `epsilon` must be a finite number above 0; received 0.',
      },
      {
        run: () => dice(two(), zeros([3, 2])),
        type: ShapeError,
        message:
          'dice: `targets` must have the shape of `predictions`, [2, 3]; received [3, 2]. Nothing is broadcast here; reshape one of them.',
      },
      {
        run: () => dice(two(), two(), { weights: two() }),
        type: ShapeError,
        message: 'dice: `weights` must have the shape of what they weigh, [2], or of its first axes; received [2, 3].',
      },
    ],
  });
  testLoss({
    name: 'dice of classes',
    loss: dice.with({ activation: 'softmax', ignoreIndex: 9 }),
    batch: () => ({
      predictions: tensor3d([0, 100, 50, -50, 60, 10, 0, 100, 7, 7, 100, 0], [2, 3, 2]),
      targets: tensor2d([1, 1, 9, 0, 9, 0], [2, 3], 'int32'),
    }),
    anyRank: false,
    // Of the first sample one element is right and one wrong, of the second also; 9 is left out.
    value: (1 + 1 / 3 + (1 - 2 / 3) + 1) / 4,
  });
  testLoss({
    name: 'jaccard',
    loss: jaccard,
    batch: masks,
    value: perSample(({ right, wrong, missing }) => 1 - right / (right + wrong + missing)),
  });
  testLoss({
    name: 'tversky',
    loss: tversky.with({ alpha: 0.3, beta: 0.7, gamma: 0.75 }),
    batch: masks,
    value: perSample(({ right, wrong, missing }) => (1 - right / (right + 0.3 * wrong + 0.7 * missing)) ** 0.75),
    errors: [
      {
        run: () => tversky.with({ alpha: -1 }),
        type: ArgumentError,
        message: 'tversky: `alpha` must be a finite number of at least 0; received -1.',
      },
    ],
  });
  const boxes = () => ({
    predictions: tensor2d([
      [0, 0, 2, 2.5],
      [1, 1, 3.25, 2],
    ]),
    targets: tensor2d([
      [0.5, 0.75, 3, 2],
      [4, 3, 5, 5],
    ]),
  });
  const iou = (1.5 * 1.25) / (5 + 2.5 * 1.25 - 1.5 * 1.25);
  testLoss({ name: 'boxIou', loss: boxIou.with({ kind: 'iou' }), batch: boxes, value: (1 - iou + 1) / 2 });
  testLoss({
    name: 'generalized boxIou',
    loss: boxIou,
    batch: boxes,
    value: (1 - iou + (7.5 - 6.25) / 7.5 + 1 + (16 - 4.25) / 16) / 2,
    errors: [
      {
        run: () => boxIou(two(), two()),
        type: ShapeError,
        message: 'boxIou: `predictions` must have shape [batch, …, 4]; received [2, 3].',
      },
      {
        run: () => boxIou.with({ kind: 'giou' as never }),
        type: ArgumentError,
        message: "boxIou: `kind` must be 'iou', 'generalized', 'distance' or 'complete'; received 'giou'.",
      },
    ],
  });
  const apart = [(0.75 ** 2 + 0.125 ** 2) / (9 + 6.25), (2.375 ** 2 + 2.5 ** 2) / 32];
  testLoss({
    name: 'distance boxIou',
    loss: boxIou.with({ kind: 'distance' }),
    batch: boxes,
    value: (1 - iou + apart[0]! + 1 + apart[1]!) / 2,
  });
});
