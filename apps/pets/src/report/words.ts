import { count, list, percent } from '@neurite/command-kit/words';
import type { Findings } from './findings.js';

/** `87.4 % of 800 photographs … are answered right`, with the interval. */
export function accuracySentence({ evaluation: { accuracy }, photographs }: FindingsOfTest): string {
  const interval = `95 % interval ${percent(accuracy.low)} to ${percent(accuracy.high)}`;
  return `${percent(accuracy.proportion)} of ${count(photographs.test.y.data.length)} photographs that it has never seen are answered right (${interval})`;
}

type FindingsOfTest = Pick<Findings, 'evaluation' | 'photographs'>;

/** How far probabilities are from what is right that often. */
export function calibrationSentence({ evaluation }: Pick<Findings, 'evaluation'>): string {
  return `The probability of an answer and how often such answers are right differ by ${percent(evaluation.calibrationError)} on average`;
}

/** How many photographs there are of what. */
export function dataSentence({ classes, train, validation, test }: Findings['photographs']): string {
  const [learned, held, tested] = [train, validation, test].map(({ y }) => count(y.data.length));
  return `Photographs of ${list(classes)}: ${learned} to learn from, ${held} to watch the training and set the temperature, ${tested} to test on once`;
}

export function methodSentence({ options, trained, parameters }: Findings): string {
  const way =
    options.weights === undefined
      ? 'from scratch'
      : `from the weights in ${options.weights}${options.probe ? ', the last layer alone' : ''}`;
  const passes = options.epochs === 1 ? 'one epoch' : `${options.epochs} epochs`;
  return `A residual network of ${count(parameters)} parameters learned ${way} in ${passes}, ${trained.seconds.toFixed(0)} s`;
}
