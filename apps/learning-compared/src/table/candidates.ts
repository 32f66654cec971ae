import {
  calibratedClassifier,
  elasticNet,
  extraTreesClassifier,
  extraTreesRegressor,
  gradientBoostingClassifier,
  gradientBoostingRegressor,
  kNeighborsClassifier,
  kNeighborsRegressor,
  logisticRegression,
  randomForestClassifier,
  randomForestRegressor,
  rbfSvmClassifier,
  rbfSvmRegressor,
} from '@neurite/classical';
import type { Estimator } from '@neurite/core';
import { choice, float, int, type Space, type Values } from '@neurite/tuning';
import { denseNetwork } from './network-estimator.js';
import type { PreparationName } from './preparations.js';
import type { Question } from './question.js';
import { standardizedTargets } from './standardized-targets.js';

/** A preparation of rows, and what learns from the table that comes of it. */
export type Choice = { readonly preparation: PreparationName; readonly estimator: Estimator };

/** A kind of model with its hyperparameters. */
export type Candidate = {
  readonly name: string;
  /** For people. */
  readonly title: string;
  readonly space: Space;
  /** What is tried first. */
  readonly usual: Values<Space>;
  /** It would take too long with more rows than this. */
  readonly mostRows: number;
  choose(values: Values<Space>): Choice;
};

/** The classical models and a small network, for a question. */
export function candidatesOf(question: Question): readonly Candidate[] {
  const classes = question.classes?.length;
  const isClassifier = classes !== undefined;
  return [
    isClassifier
      ? candidate({
          name: 'linear',
          title: 'logistic regression',
          space: { numbers, c: strength },
          usual: { numbers: 'standardized', c: 1 },
          choose: ({ numbers: preparation, c }) => ({
            preparation,
            estimator: logisticRegression({ c, maxIterations: 500 }),
          }),
        })
      : candidate({
          name: 'linear',
          title: 'elastic net',
          space: { numbers, alpha: float(1e-5, 1, { log: true }), l1Ratio: float(0, 1) },
          usual: { numbers: 'standardized', alpha: 1e-3, l1Ratio: 0.5 },
          choose: ({ numbers: preparation, ...options }) => ({
            preparation,
            estimator: standardizedTargets(elasticNet(options)),
          }),
        }),
    candidate({
      name: 'neighbors',
      title: 'nearest neighbors',
      space: { numbers, neighbors: int(1, 50, { log: true }), weights: choice(['uniform', 'distance']) },
      usual: { numbers: 'standardized', neighbors: 15, weights: 'distance' },
      choose: ({ numbers: preparation, ...options }) => ({
        preparation,
        estimator: isClassifier ? kNeighborsClassifier(options) : kNeighborsRegressor(options),
      }),
    }),
    candidate({
      name: 'supportVectors',
      title: 'support vector machine',
      space: { numbers, c: strength, gamma: float(1e-4, 1, { log: true }) },
      usual: { numbers: 'standardized', c: 1, gamma: 1 / Math.max(question.inputs.length, 1) },
      mostRows: 3000,
      choose: ({ numbers: preparation, ...options }) => ({
        preparation,
        estimator: isClassifier
          ? calibratedClassifier(rbfSvmClassifier(options), { folds: 3 })
          : standardizedTargets(rbfSvmRegressor(options)),
      }),
    }),
    candidate({
      name: 'randomForest',
      title: 'random forest',
      space: forest,
      usual: { minSamplesLeaf: 2, maxFeatures: 0.4 },
      choose: (options) => ({
        preparation: 'standardized',
        estimator: isClassifier ? randomForestClassifier(options) : randomForestRegressor(options),
      }),
    }),
    candidate({
      name: 'extraTrees',
      title: 'extra trees',
      space: forest,
      usual: { minSamplesLeaf: 2, maxFeatures: 0.6 },
      choose: (options) => ({
        preparation: 'standardized',
        estimator: isClassifier ? extraTreesClassifier(options) : extraTreesRegressor(options),
      }),
    }),
    candidate({
      name: 'boosting',
      title: 'gradient boosting',
      space: {
        iterations: int(30, 500, { log: true }),
        learningRate: float(0.01, 0.3, { log: true }),
        maxLeafNodes: int(3, 63, { log: true }),
        minSamplesLeaf: int(2, 50, { log: true }),
        l2: float(1e-6, 10, { log: true }),
        maxFeatures: float(0.3, 1),
      },
      usual: { iterations: 100, learningRate: 0.1, maxLeafNodes: 31, minSamplesLeaf: 20, l2: 1e-6, maxFeatures: 1 },
      choose: (options) => {
        const categorical = question.inputs.filter(({ kind }) => kind === 'category').map(({ name }) => name);
        const all = { ...options, categorical };
        return {
          preparation: 'plain',
          estimator: isClassifier ? gradientBoostingClassifier(all) : gradientBoostingRegressor(all),
        };
      },
    }),
    candidate({
      name: 'network',
      title: 'dense network',
      space: {
        numbers,
        layers: int(1, 3),
        neurons: int(16, 256, { log: true }),
        dropout: float(0, 0.5),
        learningRate: float(3e-4, 1e-2, { log: true }),
        weightDecay: float(1e-5, 1e-1, { log: true }),
        epochs: int(10, 100, { log: true }),
      },
      usual: {
        numbers: 'standardized',
        layers: 2,
        neurons: 64,
        dropout: 0.1,
        learningRate: 2e-3,
        weightDecay: 1e-2,
        epochs: 30,
      },
      choose: ({ numbers: preparation, ...options }) => {
        const network = denseNetwork({ ...options, classes });
        return { preparation, estimator: isClassifier ? network : standardizedTargets(network) };
      },
    }),
  ];
}

const numbers = choice(['standardized', 'normal']);
const strength = float(1e-3, 1e3, { log: true });
const forest = { minSamplesLeaf: int(1, 20, { log: true }), maxFeatures: float(0.1, 0.999) };

type Definition<S extends Space> = {
  readonly name: string;
  readonly title: string;
  readonly space: S;
  readonly usual: Values<S>;
  readonly mostRows?: number;
  choose(values: Values<S>): Choice;
};

/** Hides which space a candidate has: its values come from it alone. */
function candidate<const S extends Space>({
  mostRows = Number.POSITIVE_INFINITY,
  ...definition
}: Definition<S>): Candidate {
  return {
    ...definition,
    mostRows,
    usual: definition.usual as Values<Space>,
    choose: (values) => definition.choose(values as Values<S>),
  };
}
