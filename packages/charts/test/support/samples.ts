import {
  activationMaps,
  attentionMap,
  barChart,
  type Chart,
  type ChartOptions,
  confusionMatrix,
  contours,
  filters,
  forecastBands,
  histogram,
  imageGrid,
  learningCurves,
  lossSurface,
  parallelCoordinates,
  precisionRecallCurve,
  rocCurve,
  scatterPlot,
} from '../../src/index.js';

/** Each kind of chart, smallest and larger, with the options that all of them take. */
export const samples: readonly (readonly [name: string, make: (options?: ChartOptions) => Chart])[] = [
  ['learningCurves of one row', (o) => learningCurves([{ epoch: 1, loss: 0.5 }], o)],
  [
    'learningCurves of many rows',
    (o) =>
      learningCurves(
        many(300).map((i) => ({ epoch: i, loss: wave(i) })),
        o,
      ),
  ],
  ['learningCurves of 12 runs', (o) => learningCurves(runs(12), { ...o, logarithmic: true })],
  ['learningCurves of nothing finite', (o) => learningCurves([{ epoch: 1, loss: NaN }], o)],
  [
    'lossSurface of 2 × 2',
    (o) =>
      lossSurface(
        {
          w: [0, 1],
          b: [0, 1],
          loss: [
            [0, 1],
            [1, 2],
          ],
        },
        o,
      ),
  ],
  [
    'lossSurface of a plain',
    (o) =>
      lossSurface(
        {
          w: [0, 1],
          b: [0, 1],
          loss: [
            [3, 3],
            [3, 3],
          ],
        },
        o,
      ),
  ],
  ['lossSurface of 30 × 20 with a path', (o) => lossSurface(surface(30, 20), { ...o, path: many(200).map(place) })],
  ['confusionMatrix of 1 class', (o) => confusionMatrix([[3]], o)],
  [
    'confusionMatrix of 60 classes',
    (o) =>
      confusionMatrix(
        many(60).map((i) => many(60).map((j) => i * j)),
        o,
      ),
  ],
  [
    'confusionMatrix of nothing counted',
    (o) =>
      confusionMatrix(
        [
          [0, 0],
          [0, 0],
        ],
        o,
      ),
  ],
  ['rocCurve of 2', (o) => rocCurve([0.2, 0.7], [0, 1], o)],
  [
    'rocCurve of many',
    (o) =>
      rocCurve(
        many(5000).map(wave),
        many(5000).map((i) => i % 2),
        o,
      ),
  ],
  ['precisionRecallCurve of 2', (o) => precisionRecallCurve([0.2, 0.7], [0, 1], o)],
  [
    'precisionRecallCurve of many',
    (o) =>
      precisionRecallCurve(
        many(5000).map(wave),
        many(5000).map((i) => i % 2),
        o,
      ),
  ],
  ['histogram of 1', (o) => histogram([4], o)],
  ['histogram of many sets', (o) => histogram({ a: many(1000).map(wave), b: Float32Array.of(NaN), c: [0, 0] }, o)],
  ['filters of 1', (o) => filters([1], { ...o, shape: [1, 1, 1, 1] })],
  ['filters of many', (o) => filters(many(5 * 3 * 4 * 8).map(wave), { ...o, shape: [5, 3, 4, 8] })],
  ['activationMaps of 1', (o) => activationMaps([0], { ...o, shape: [1, 1, 1] })],
  ['activationMaps of many', (o) => activationMaps(many(14 * 7 * 32).map(wave), { ...o, shape: [14, 7, 32] })],
  ['forecastBands of 1', (o) => forecastBands({ time: [0], forecast: [1] }, o)],
  ['forecastBands of many', (o) => forecastBands(forecast(400), o)],
  ['attentionMap of 1', (o) => attentionMap([[1]], o)],
  [
    'attentionMap of many',
    (o) =>
      attentionMap(
        many(70).map((i) => many(50).map((j) => wave(i + j))),
        o,
      ),
  ],
  ['barChart of 1', (o) => barChart({ a: 0 }, o)],
  [
    'barChart of many',
    (o) =>
      barChart(Object.fromEntries(many(40).map((i) => [`a hyperparameter with a long name ${i}`, wave(i) - 1])), o),
  ],
  ['scatterPlot of 1', (o) => scatterPlot({ a: [{ x: 0, y: 0 }] }, o)],
  [
    'scatterPlot of many',
    (o) =>
      scatterPlot(
        {
          a: many(500).map((i) => ({ x: i + 1, y: wave(i), value: i })),
          best: many(9).map((i) => ({ x: i + 1, y: i + 1 })),
        },
        { ...o, logarithmic: 'both', steps: ['best'] },
      ),
  ],
  ['scatterPlot of names', (o) => scatterPlot({ a: [{ x: 1, y: 2 }] }, { ...o, xLabels: ['one', 'other'] })],
  [
    'contours of a line',
    (o) =>
      contours(
        many(3).map((i) => ({ x: i, y: i, value: i })),
        o,
      ),
  ],
  [
    'contours of many',
    (o) =>
      contours(
        many(60).map((i) => ({ x: wave(i), y: wave(i + 0.3), value: wave(i) ** 2 })),
        { ...o, logarithmic: 'x' },
      ),
  ],
  ['parallelCoordinates of 1', (o) => parallelCoordinates([{ values: { a: 1 }, value: 0 }], o)],
  [
    'parallelCoordinates of many',
    (o) =>
      parallelCoordinates(
        many(90).map((i) => ({
          values: {
            rate: wave(i),
            kind: i % 3 === 0 ? 'none' : 'some',
            ...(i % 3 === 0 ? {} : { units: i }),
            is: i % 2 > 0,
          },
          value: wave(i + 1),
        })),
        { ...o, logarithmic: ['rate'] },
      ),
  ],
  ['one image', (o) => imageGrid([{ pixels: [0.5], shape: [1, 1] }], o)],
  [
    'many images',
    (o) =>
      imageGrid(
        many(23).map((i) => picture(i)),
        o,
      ),
  ],
];

function many(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

function wave(i: number): number {
  return 1.5 + Math.sin(i * 12.9898);
}

function runs(count: number): Record<string, { epoch: number; loss: number }[]> {
  return Object.fromEntries(
    many(count).map((run) => [`run ${run}`, many(5).map((i) => ({ epoch: i, loss: run + wave(i) }))]),
  );
}

function surface(m: number, n: number): { w: number[]; b: number[]; loss: number[][] } {
  return { w: many(m), b: many(n).map((j) => j / 10), loss: many(n).map((j) => many(m).map((i) => (i - 7) ** 2 + j)) };
}

function place(i: number): { w: number; b: number } {
  return { w: i, b: i / 100 };
}

function forecast(length: number): Parameters<typeof forecastBands>[0] {
  const forecasts = many(length).map(wave);
  return {
    time: many(length).map((i) => new Date(Date.UTC(2026, 0, 1 + i))),
    actual: many(length).map((i) => (i < 300 ? wave(i + 1) : NaN)),
    forecast: forecasts,
    bands: [0.5, 0.9].map((level) => ({
      level,
      lower: forecasts.map((value) => value - level),
      upper: forecasts.map((value) => value + level),
    })),
  };
}

function picture(i: number): { pixels: Uint8Array; shape: number[]; caption: string[] } {
  return {
    pixels: new Uint8Array(8 * 6 * 3).fill(i),
    shape: [8, 6, 3],
    caption: [`is ${i}`, 'a long caption that goes on'],
  };
}
