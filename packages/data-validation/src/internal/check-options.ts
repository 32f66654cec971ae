import { ArgumentError, checkChoice, checkInteger, checkKind, checkNumber, checkOptions } from '@neurite/core';
import type { ExamineOptions } from '../examine-options.js';
import { RULES } from './rules.js';

const NAMES: { readonly [Name in keyof Required<ExamineOptions>]: true } = {
  target: true,
  task: true,
  classes: true,
  time: true,
  groups: true,
  nuisance: true,
  ignore: true,
  parameters: true,
  estimator: true,
  level: true,
  thresholds: true,
  skip: true,
  seed: true,
  signal: true,
};

/** @throws ArgumentError for unknown options and kinds of findings, and for values out of range */
export function checkExamineOptions(options: ExamineOptions): void {
  const where = 'examine';
  checkOptions(where, options, Object.keys(NAMES));
  const { task, parameters, estimator, level = 0.02, thresholds = {}, skip = [], seed = 0 } = options;
  if (task !== undefined) checkChoice(where, 'task', task, ['classes', 'numbers']);
  if (parameters !== undefined) checkInteger(where, 'parameters', parameters, { min: 1 });
  if (estimator !== undefined) checkKind(where, 'estimator', estimator, { be: 'an estimator', member: 'fit' });
  checkNumber(where, 'level', level, { above: 0, atMost: 0.5 });
  checkInteger(where, 'seed', seed, { min: 0 });
  for (const [kind, threshold] of Object.entries(thresholds)) {
    checkNumber(where, `thresholds['${kind}']`, threshold, { atLeast: 0 });
  }
  const kinds = RULES.map(({ kind }) => kind);
  for (const [argument, given] of Object.entries({ thresholds: Object.keys(thresholds), skip })) {
    const unknown = given.find((kind) => !kinds.includes(kind));
    if (unknown === undefined) continue;
    const expected = `name kinds of findings: ${kinds.join(', ')}`;
    throw new ArgumentError({ where, argument, expected, received: unknown });
  }
}
