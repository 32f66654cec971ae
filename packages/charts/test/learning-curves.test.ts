import { describe, expect, test } from 'vitest';
import { type CurveRow, learningCurves, toSvg } from '../src/index.js';
import { findAll, parseXml, pathPoints, type XmlElement } from './support/parse-xml.js';

const rows: CurveRow[] = [
  {
    epoch: 1,
    loss: 2,
    metrics: { accuracy: 0.5, confusion: [[1]] },
    validation: { loss: 1.5, metrics: { accuracy: 0.6 } },
  },
  { epoch: 2, loss: 1, metrics: { accuracy: 0.75 }, validation: { loss: 0.5, metrics: { accuracy: 0.8 } } },
  { epoch: 3, loss: 0, metrics: { accuracy: 0.9 }, validation: { loss: 0.75, metrics: { accuracy: 0.7 } } },
];

function lines(chart: ReturnType<typeof learningCurves>): XmlElement[] {
  return findAll(parseXml(toSvg(chart)), 'g')
    .filter(({ attributes }) => attributes['data-mark'] === 'line')
    .flatMap((line) => findAll(line, 'path'));
}

function texts(chart: ReturnType<typeof learningCurves>): string[] {
  return findAll(parseXml(toSvg(chart)), 'text').map(({ text }) => text);
}

describe('the drawing', () => {
  test('each value is where its axes say', () => {
    const [training, validation] = lines(learningCurves(rows));
    // From the left margin 34 to 400 − 12, and from 0 at 250 − 42 up to 2 at 28.
    expect(pathPoints(training!)).toEqual([
      [
        [34, 28],
        [211, 118],
        [388, 208],
      ],
    ]);
    expect(pathPoints(validation!)).toEqual([
      [
        [34, 73],
        [211, 163],
        [388, 140.5],
      ],
    ]);
  });

  test('equal factors are equally far apart on a logarithmic scale', () => {
    const [line] = lines(
      learningCurves(
        [100, 10, 1].map((loss, i) => ({ epoch: i, loss })),
        { logarithmic: true },
      ),
    );
    expect(pathPoints(line!)[0]!.map(([, y]) => y)).toEqual([28, 118, 208]);
  });

  test('a logarithmic scale says so, and validation can have another name', () => {
    const chart = learningCurves(rows.slice(0, 2), { logarithmic: true, validationName: 'test' });
    expect(texts(chart)).toEqual(expect.arrayContaining(['↑ loss, logarithmic', 'Training', 'Test']));
    expect(chart.description).toMatch(/^Loss, logarithmic, epoch 1 to 2\. Training: from 2 to 1\. Test: from 1\.5 to/);
    expect(texts(learningCurves(rows))).toEqual(expect.arrayContaining(['↑ loss', 'Validation']));
  });

  test.each([
    [20, 0.1, ['0.1', '0.2', '0.5', '1', '2', '5', '10', '20']],
    [0.7436, 0.7331, ['0.735', '0.740']],
    // One format on an axis.
    [1e12, 10, ['1e1', '1e3', '1e11']],
    [0.002, 2e-6, ['1e−5', '1e−4', '1e−3']],
  ])('each line across a logarithmic scale from %d to %d has its number', (first, last, numbers) => {
    const chart = learningCurves(
      [first, last].map((loss, epoch) => ({ epoch, loss })),
      { logarithmic: true },
    );
    expect(texts(chart)).toEqual(expect.arrayContaining(numbers));
  });

  test('a value that is not finite is a gap, and one between two gaps a dot', () => {
    const loss = [3, 2, NaN, 1, Infinity, 0, ...new Array<number>(40).fill(0)];
    const chart = learningCurves(loss.map((value, i) => ({ epoch: i, loss: value })));
    expect(pathPoints(lines(chart)[0]!).map((part) => part.length)).toEqual([2, 1, 41]);
    expect(findAll(parseXml(toSvg(chart)), 'circle')).toHaveLength(1);
    expect(chart.description).toBe(
      'Loss, epoch 0 to 45. Training: from 3 to 0. 2 values are not finite: a gap in the line.',
    );
  });

  test('lines differ by dash and by symbol as they do by color', () => {
    const chart = learningCurves(rows);
    const groups = findAll(parseXml(toSvg(chart)), 'g').filter(({ attributes }) => attributes['data-mark'] === 'line');
    expect(groups.map(({ attributes }) => [attributes.stroke, attributes['stroke-dasharray']])).toEqual([
      ['#0072B2', undefined],
      ['#D55E00', '7 4'],
    ]);
    expect(findAll(parseXml(toSvg(chart)), 'title').map(({ text }) => text)).toContain('Validation, 2: 0.5');
  });

  test('runs keep their styles where others are left out', () => {
    const strokes = (chart: ReturnType<typeof learningCurves>): unknown[] =>
      findAll(parseXml(toSvg(chart)), 'g')
        .filter(({ attributes }) => attributes['data-mark'] === 'line')
        .map(({ attributes }) => attributes.stroke);
    const run = [
      { epoch: 1, loss: 2 },
      { epoch: 2, loss: 1 },
    ];
    const order = ['a', 'b', 'c'];
    expect(strokes(learningCurves({ a: run, b: run, c: run }, { order }))).toEqual(['#0072B2', '#D55E00', '#009E73']);
    expect(strokes(learningCurves({ c: run, b: run }, { order }))).toEqual(['#009E73', '#D55E00']);
    const both = run.map((row) => ({ ...row, validation: row }));
    expect(strokes(learningCurves({ b: both }, { order }))).toEqual(['#009E73', '#CC79A7']);
  });

  test('ticks are integers for epochs, and round numbers for values', () => {
    expect(texts(learningCurves(rows))).toEqual([
      'Learning curves: loss',
      'Training',
      'Validation',
      ...['0.0', '0.5', '1.0', '1.5', '2.0'],
      '↑ loss',
      ...['1', '2', '3'],
      'epoch →',
    ]);
  });
});

describe('the description', () => {
  test('where each line begins and ends, and its extremes in between', () => {
    expect(learningCurves(rows).description).toBe(
      'Loss, epoch 1 to 3. Training: from 2 to 0. Validation: from 1.5 to 0.75, lowest 0.5 at epoch 2.',
    );
    expect(learningCurves(rows, { quantity: 'accuracy' })).toMatchObject({
      title: 'Learning curves: accuracy',
      description:
        'Accuracy, epoch 1 to 3. Training: from 0.5 to 0.9. Validation: from 0.6 to 0.7, highest 0.8 at epoch 2.',
    });
  });

  test('one row', () => {
    expect(learningCurves(rows.slice(0, 1), { axis: 'step' }).description).toBe(
      'Loss, step 1. Training: 2. Validation: 1.5.',
    );
  });

  test('nothing finite', () => {
    expect(learningCurves([{ epoch: 1, loss: NaN }]).description).toBe(
      'Loss, epoch 1. Training: no finite value. 1 value is not finite: a gap in the line.',
    );
  });

  test('several runs by their names, and validation that was measured now and then', () => {
    const chart = learningCurves({
      adam: [
        { epoch: 1, loss: 3 },
        { epoch: 2, loss: 2 },
        { epoch: 3, loss: 1 },
      ],
      sgd: [
        { epoch: 1, loss: 3, validation: { loss: 4 } },
        { epoch: 2, loss: 2 },
        { epoch: 3, loss: 2, validation: { loss: 3 } },
      ],
    });
    expect(chart.description).toBe(
      'Loss, epoch 1 to 3. adam: from 3 to 1. sgd, training: from 3 to 2. sgd, validation: from 4 to 3.',
    );
    expect(pathPoints(lines(chart)[2]!)[0]).toHaveLength(2);
    expect(texts(chart)).toEqual(expect.arrayContaining(['adam', 'sgd, training', 'sgd, validation']));
  });
});

describe('invalid arguments', () => {
  test.each([
    ['learningCurves: `rows` must have at least 1 row; received [].', () => learningCurves([])],
    ['learningCurves: `rows` must have at least 1 run; received an empty object.', () => learningCurves({})],
    [
      "learningCurves: `order` must have the run 'sgd'; received ['adam'].",
      () => learningCurves({ sgd: [{ epoch: 1, loss: 1 }] }, { order: ['adam'] }),
    ],
    ["learningCurves: `rows['adam']` must have at least 1 row; received [].", () => learningCurves({ adam: [] })],
    [
      'learningCurves: `rows: epoch` must have only finite numbers; received NaN at 0.',
      () => learningCurves([{ epoch: NaN, loss: 1 }]),
    ],
    [
      "learningCurves: `quantity` must be a number of rows[0]: loss or accuracy; received 'confusion'.",
      () => learningCurves(rows, { quantity: 'confusion' }),
    ],
    [
      "learningCurves: `quantity` must be a number of rows[1].validation: loss; received 'accuracy'.",
      () => learningCurves([rows[0]!, { ...rows[1]!, validation: { loss: 1 } }], { quantity: 'accuracy' }),
    ],
    [
      'learningCurves: `rows` must have a loss above 0 on a logarithmic scale; received 0.',
      () => learningCurves(rows, { logarithmic: true }),
    ],
    [
      'learningCurves: `height` must be a finite number of at least 160; received 10.',
      () => learningCurves(rows, { height: 10 }),
    ],
  ])('%s', (message, make) => {
    expect(make).toThrow(message);
  });
});

test('a chart without a title has no line for it, and its description says what it is', () => {
  const rows = [
    { epoch: 1, loss: 0.9 },
    { epoch: 2, loss: 0.5 },
  ];
  const [untitled, titled] = [learningCurves(rows, { title: '' }), learningCurves(rows, { title: 'Loss' })];
  expect(untitled.height).toBeLessThan(titled.height);
  const svg = toSvg(untitled);
  expect(svg).not.toContain('<title></title>');
  expect(svg).toContain(`aria-label="${untitled.description.slice(0, 20)}`);
});

test('a label of fifty thousand characters is shortened while one waits', () => {
  const long = 'wide '.repeat(10_000);
  const svg = toSvg(
    learningCurves({ [long]: [{ epoch: 1, loss: 1 }], short: [{ epoch: 1, loss: 2 }] }, { width: 300 }),
  );
  expect(svg).toMatch(/>wide (wide ){0,20}w?i?d?e? ?…</);
});
