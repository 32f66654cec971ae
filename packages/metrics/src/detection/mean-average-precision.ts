import {
  ArgumentError,
  checkInteger,
  checkNumber,
  describeValue,
  type HostArray,
  type HostMetric,
  type HostValue,
  resolveOptions,
  ShapeError,
} from '@neurite/core';
import { hostArrayOf, hostWeights } from '../internal/host-sequences.js';

const WHERE = 'meanAveragePrecision';

export type MeanAveragePrecisionOptions = {
  /**
   * From which intersection over union on a box is found, each above 0 and at most 1: the value is the mean over them. At most
   * 31. Default 0.5, 0.55 … 0.95, as for COCO.
   */
  readonly thresholds?: readonly number[] | undefined;
  /** How many boxes of a class count in an image, those of the highest scores: an integer of at least 1. Default 100. */
  readonly maxDetections?: number | undefined;
};

/** The boxes of one class so far. */
type ClassTotal = {
  /** How many there are in truth. */
  truths: number;
  /** The score and the weight of each predicted one. */
  readonly scores: number[];
  readonly weights: number[];
  /** One bit for each threshold: whether a box was found. */
  readonly hits: number[];
};

/** What has been found so far, by class. */
export type DetectionTotal = { [label: string]: ClassTotal };

/**
 * The mean average precision of detected boxes: for each class the area under the curve of precision over recall at 101
 * recalls, the mean over the classes that there are, and over thresholds of intersection over union. As COCO computes it, for
 * boxes of any size and without crowds.
 *
 * Predictions are `{ boxes, scores, classes }`, [batch, n, 4], [batch, n], and [batch, n]; targets `{ boxes, classes }`,
 * [batch, m, 4] and [batch, m]. Boxes are corners `x1, y1, x2, y2` in one unit. A class below 0 stands for no box: padding.
 * Weights are [batch]. NaN where there is no box in truth.
 *
 * @returns a metric that counts on the host, without tensors
 * @throws ArgumentError when an option is unknown or out of its range; `add` ShapeError and ArgumentError for values of
 *   another form
 * @example
 * const metrics = { map: meanAveragePrecision(), map50: meanAveragePrecision({ thresholds: [0.5] }) };
 * @see Lin et al. 2014, Microsoft COCO: Common Objects in Context
 */
export function meanAveragePrecision(options: MeanAveragePrecisionOptions = {}): HostMetric<number, DetectionTotal> {
  const { thresholds, maxDetections } = resolveOptions(WHERE, options, {
    thresholds: Array.from({ length: 10 }, (_, i) => 0.5 + 0.05 * i),
    maxDetections: 100,
  });
  if (!Array.isArray(thresholds) || thresholds.length === 0 || thresholds.length > 31) {
    const expected = 'be a list of 1 to 31 numbers';
    throw new ArgumentError({ where: WHERE, argument: 'thresholds', expected, received: describeValue(thresholds) });
  }
  for (const [i, one] of thresholds.entries()) checkNumber(WHERE, `thresholds[${i}]`, one, { above: 0, atMost: 1 });
  checkInteger(WHERE, 'maxDetections', maxDetections, { min: 1 });
  return {
    name: WHERE,
    start: () => ({}),
    add: (total, predictions, targets, { weights } = {}) => {
      const found = detections('predictions', predictions, ['boxes', 'scores', 'classes']);
      const truth = detections('targets', targets, ['boxes', 'classes']);
      if (found.batch !== truth.batch) {
        const expected = `have as many images as \`targets\`, ${truth.batch}`;
        throw new ShapeError({ where: WHERE, argument: 'predictions', expected, received: String(found.batch) });
      }
      const counts = hostWeights(WHERE, weights, truth.batch);
      for (let image = 0; image < truth.batch; image++) {
        if (counts[image] === 0) continue;
        addImage(total, [ofImage(found, image), ofImage(truth, image)], {
          thresholds,
          maxDetections,
          weight: counts[image]!,
        });
      }
      return total;
    },
    value: (total) => {
      const known = Object.values(total).filter(({ truths }) => truths > 0);
      let sum = 0;
      for (const one of known) for (const i of thresholds.keys()) sum += averagePrecision(one, i);
      return sum / (known.length * thresholds.length);
    },
  };
}

type Detections = {
  readonly batch: number;
  readonly count: number;
  readonly boxes: HostArray['data'];
  readonly classes: HostArray['data'];
  readonly scores?: HostArray['data'] | undefined;
};

type Box = { readonly label: number; readonly score: number; readonly corners: ArrayLike<number> };

function detections(argument: string, value: HostValue, names: readonly string[]): Detections {
  const fields = Object.fromEntries(
    names.map((name) => [
      name,
      hostArrayOf(WHERE, `${argument}.${name}`, (value as Readonly<Record<string, HostValue>>)[name]),
    ]),
  );
  const { shape } = fields.classes!;
  const [batch, count] = shape;
  const each = `[${shape.join(', ')}]`;
  if (shape.length !== 2) {
    throw new ShapeError({
      where: WHERE,
      argument: `${argument}.classes`,
      expected: 'have shape [batch, boxes]',
      received: each,
    });
  }
  for (const name of names) {
    const expected = name === 'boxes' ? `[${batch}, ${count}, 4]` : each;
    const received = `[${fields[name]!.shape.join(', ')}]`;
    if (received === expected) continue;
    throw new ShapeError({
      where: WHERE,
      argument: `${argument}.${name}`,
      expected: `have shape ${expected}`,
      received,
    });
  }
  return {
    batch: batch!,
    count: count!,
    boxes: fields.boxes!.data,
    classes: fields.classes!.data,
    scores: fields.scores?.data,
  };
}

function ofImage({ count, boxes, classes, scores }: Detections, image: number): Box[] {
  const found: Box[] = [];
  for (let i = image * count; i < (image + 1) * count; i++) {
    if (!(classes[i]! >= 0)) continue;
    found.push({ label: classes[i]!, score: scores?.[i] ?? 0, corners: boxes.subarray(4 * i, 4 * i + 4) });
  }
  return found;
}

type Counting = { readonly thresholds: readonly number[]; readonly maxDetections: number; readonly weight: number };

function addImage(
  total: DetectionTotal,
  [found, truth]: readonly [readonly Box[], readonly Box[]],
  { thresholds, maxDetections, weight }: Counting,
): void {
  for (const label of new Set([...found, ...truth].map((box) => box.label))) {
    total[label] ??= { truths: 0, scores: [], weights: [], hits: [] };
    const own = total[label];
    const actual = truth.filter((box) => box.label === label);
    own.truths += weight * actual.length;
    const best = found
      .filter((box) => box.label === label)
      .sort((a, b) => b.score - a.score)
      .slice(0, maxDetections);
    const overlaps = best.map((box) => actual.map((other) => overlap(box.corners, other.corners)));
    const hits = best.map(() => 0);
    for (const [bit, threshold] of thresholds.entries()) {
      for (const i of matched(overlaps, Math.min(threshold, 1 - 1e-10))) hits[i]! |= 1 << bit;
    }
    for (const [i, { score }] of best.entries()) {
      own.scores.push(score);
      own.weights.push(weight);
      own.hits.push(hits[i]!);
    }
  }
}

/** The predicted boxes that find one in truth: in the order of their scores each takes that which it covers best. */
function matched(overlaps: readonly (readonly number[])[], threshold: number): number[] {
  const taken = new Set<number>();
  return [...overlaps.keys()].filter((i) => {
    let [best, at] = [threshold, -1];
    for (const [j, value] of overlaps[i]!.entries()) {
      if (taken.has(j) || !(value >= best)) continue;
      best = value;
      at = j;
    }
    if (at >= 0) taken.add(at);
    return at >= 0;
  });
}

function overlap(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const width = Math.min(a[2]!, b[2]!) - Math.max(a[0]!, b[0]!);
  const height = Math.min(a[3]!, b[3]!) - Math.max(a[1]!, b[1]!);
  if (width <= 0 || height <= 0) return 0;
  const area = (box: ArrayLike<number>): number => (box[2]! - box[0]!) * (box[3]! - box[1]!);
  return (width * height) / (area(a) + area(b) - width * height);
}

/** The mean of the highest precisions at and beyond each of 101 recalls. */
function averagePrecision({ truths, scores, weights, hits }: ClassTotal, bit: number): number {
  const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]!);
  const [recalls, precisions] = [new Float64Array(order.length), new Float64Array(order.length)];
  let [right, all] = [0, 0];
  for (const [i, box] of order.entries()) {
    all += weights[box]!;
    if ((hits[box]! >> bit) & 1) right += weights[box]!;
    recalls[i] = right / truths;
    precisions[i] = right / all;
  }
  for (let i = order.length - 2; i >= 0; i--) precisions[i] = Math.max(precisions[i]!, precisions[i + 1]!);
  let [sum, at] = [0, 0];
  for (let recall = 0; recall <= 100; recall++) {
    while (at < order.length && recalls[at]! < recall * 0.01) at++;
    if (at < order.length) sum += precisions[at]!;
  }
  return sum / 101;
}
