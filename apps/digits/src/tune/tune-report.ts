import {
  barChart,
  type Chart,
  contours,
  type ParallelRow,
  parallelCoordinates,
  type ReportContent,
  report,
  scatterPlot,
} from '@neurite/charts';
import { fanova, pedAnova } from '@neurite/tuning';
import type { DigitStudy, StudySettings } from './open-study.js';
import { configOf, digitSpace } from './space.js';
import { accuracyOf, type DigitTrial, millisecondsOf } from './trial-cells.js';

/** A trial with its numbers, and its hyperparameters by name. */
type Row = ParallelRow & {
  readonly trial: DigitTrial;
  readonly hyperparameters: Readonly<Record<string, number | string>>;
};

/** As wide as can be read on a phone, where charts are made narrower. */
const WIDE = 440;
const LOGARITHMIC = ['filters', 'neurons', 'learning rate'];
/** With fewer complete trials there is nothing to say about importance. */
const FEWEST = 4;

/** The page about a study: history, importances, parallel coordinates, slices, contour, and accuracy against time. */
export function tuneReport(study: DigitStudy, settings: StudySettings): string {
  const { trials, best } = study;
  const rows = trials.flatMap(rowOf);
  const complete = rows.filter(({ trial }) => trial.state === 'complete');
  const count = (state: string): number => trials.filter((trial) => trial.state === state).length;
  const sections: { title: string; content: ReportContent[] }[] = [
    {
      title:
        best === undefined ? 'No trial is complete' : `${(100 * best.result!).toFixed(1)} % of the validation digits`,
      content: [
        `${trials.length} trials: ${count('complete')} complete with ${settings.epochs} epochs, ${count('pruned')} pruned before, ` +
          `${count('failed')} failed. Train the winner with npm start -- --config best.json.`,
        ...(best === undefined ? [] : [tableOf(best)]),
      ],
    },
    ...(rows.length === 0
      ? []
      : [
          {
            title: 'History',
            content: ['Trials that were pruned stand with the accuracy of their last epoch.', history(rows)],
          },
        ]),
    ...(complete.length < FEWEST ? [] : [{ title: 'Importances', content: importances(study) }]),
    ...(rows.length < FEWEST
      ? []
      : [
          {
            title: 'Parallel coordinates',
            content: [parallelCoordinates(rows, { quantity: 'accuracy', logarithmic: LOGARITHMIC, width: WIDE })],
          },
          { title: 'Slices', content: ['Bright points are later trials.', ...slices(rows)] },
          { title: 'Contour', content: contoursOf(study, rows) },
        ]),
    ...(complete.length === 0
      ? []
      : [
          {
            title: 'Accuracy against time',
            content: ['On the line are the networks than which none is both faster and better.', pareto(complete)],
          },
        ]),
    {
      title: 'Settings',
      content: [{ columns: ['name', 'value'], rows: Object.entries(settings).map(([name, value]) => [name, value]) }],
    },
  ];
  return report({ title: 'Tuning of the digits network', sections });
}

function rowOf(trial: DigitTrial): Row[] {
  const accuracy = accuracyOf(trial);
  if (trial.values === undefined || accuracy === undefined) return [];
  const { convolutions, filters, hidden, learningRate, dropout, augmentation } = trial.values;
  const hyperparameters = {
    convolutions,
    filters,
    'hidden layers': hidden.kind === 'none' ? 0 : hidden.layers,
    ...(hidden.kind === 'none' ? {} : { neurons: hidden.neurons }),
    'learning rate': learningRate,
    dropout,
    augmentation,
  };
  return [{ trial, hyperparameters, values: hyperparameters, value: accuracy }];
}

function tableOf(best: DigitTrial): ReportContent {
  const { filters, neurons, learningRate, dropout, augmentation } = configOf(best.values!);
  return {
    caption: `Trial ${best.number}`,
    columns: ['hyperparameter', 'value'],
    rows: [
      ['filters', filters.join(', ')],
      ['neurons of hidden layers', neurons.join(', ') || 'none'],
      ['learning rate', learningRate],
      ['dropout', dropout],
      ['augmentation', augmentation],
      ['milliseconds for 1,000 digits', millisecondsOf(best) ?? '–'],
      ['parameters', Number(best.attributes.parameters ?? Number.NaN)],
    ],
  };
}

function history(rows: readonly Row[]): Chart {
  const at = (state: string) =>
    rows.filter(({ trial }) => trial.state === state).map(({ trial, value }) => ({ x: trial.number, y: value }));
  let highest = Number.NEGATIVE_INFINITY;
  const [complete, others] = [at('complete'), at('pruned')];
  const best = complete.map(({ x, y }) => {
    highest = Math.max(highest, y);
    return { x, y: highest };
  });
  const series = { complete, pruned: others, 'best so far': best };
  return scatterPlot(Object.fromEntries(Object.entries(series).filter(([, points]) => points.length > 0)), {
    title: 'Accuracy by trial',
    axis: 'trial',
    quantity: 'accuracy',
    steps: ['best so far'],
    width: WIDE,
  });
}

function importances(study: DigitStudy): ReportContent[] {
  const named = (shares: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(shares).map(([path, share]) => [NAMES[path] ?? path, share]));
  return [
    'For being among the best tenth of the complete trials (PED-ANOVA), and for the variance of all of them (fANOVA).',
    barChart(named(pedAnova(study)), { title: 'PED-ANOVA', quantity: 'importance' }),
    barChart(named(fanova(study)), { title: 'fANOVA', quantity: 'share of the variance' }),
  ];
}

const NAMES: Readonly<Record<string, string>> = {
  hidden: 'hidden layers, or none',
  'hidden.some.layers': 'hidden layers',
  'hidden.some.neurons': 'neurons',
  learningRate: 'learning rate',
};

function slices(rows: readonly Row[]): Chart[] {
  const names = [...new Set(rows.flatMap(({ hyperparameters }) => Object.keys(hyperparameters)))];
  return names.map((name) => {
    const points = rows.flatMap(({ hyperparameters, value, trial }) =>
      hyperparameters[name] === undefined
        ? []
        : [{ x: Number(hyperparameters[name]), y: value, value: trial.number, name: `trial ${trial.number}` }],
    );
    return scatterPlot(
      { trials: points },
      {
        title: name,
        axis: name,
        quantity: 'accuracy',
        valueName: 'trial',
        logarithmic: LOGARITHMIC.includes(name) ? 'x' : 'none',
        width: 320,
        height: 220,
      },
    );
  });
}

/** Of the two numbers that matter most; before that can be known, of the learning rate and the dropout. */
function contoursOf(study: DigitStudy, rows: readonly Row[]): ReportContent[] {
  const isKnown = study.trials.filter(({ state }) => state === 'complete').length >= FEWEST;
  const paths = isKnown ? Object.keys(pedAnova(study)) : ['learningRate', 'dropout'];
  // Of those that every trial has.
  const [x, y] = paths.flatMap((path) => (path in digitSpace && path !== 'hidden' ? [NAMES[path] ?? path] : []));
  return [contour(rows, { x: x!, y: y! })];
}

function contour(rows: readonly Row[], { x, y }: { readonly x: string; readonly y: string }): Chart {
  const [byX, byY] = [LOGARITHMIC.includes(x), LOGARITHMIC.includes(y)];
  const points = rows.map(({ hyperparameters, value }) => ({
    x: Number(hyperparameters[x]),
    y: Number(hyperparameters[y]),
    value,
  }));
  return contours(points, {
    axis: x,
    yAxis: y,
    quantity: 'accuracy',
    logarithmic: byX && byY ? 'both' : byX ? 'x' : byY ? 'y' : 'none',
    width: 480,
  });
}

function pareto(rows: readonly Row[]): Chart {
  const points = rows
    .flatMap(({ trial, value }) => {
      const x = millisecondsOf(trial);
      return x === undefined ? [] : [{ x, y: value, name: `trial ${trial.number}` }];
    })
    .sort((a, b) => a.x - b.x || b.y - a.y);
  let highest = Number.NEGATIVE_INFINITY;
  const front = points.filter(({ y }) => {
    const isBetter = y > highest;
    highest = Math.max(highest, y);
    return isBetter;
  });
  return scatterPlot(
    { trials: points, 'Pareto front': front },
    {
      title: 'Pareto front',
      axis: 'milliseconds for 1,000 digits',
      quantity: 'accuracy',
      logarithmic: 'x',
      steps: ['Pareto front'],
      width: WIDE,
    },
  );
}
