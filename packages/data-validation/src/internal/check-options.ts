import {
  ArgumentError,
  checkChoice,
  checkInteger,
  checkKind,
  checkNumber,
  checkOptions,
  describeValue,
} from '@neurite/core';
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
  const { signal } = options;
  for (const argument of ['target', 'time', 'groups'] as const) {
    const name = options[argument];
    if (name === undefined || typeof name === 'string') continue;
    const expected = 'be the name of a column';
    throw new ArgumentError({ where, argument, expected, received: describeValue(name) });
  }
  for (const argument of ['classes', 'nuisance', 'ignore', 'skip'] as const) {
    const names = options[argument];
    if (names === undefined || (Array.isArray(names) && names.every((name) => typeof name === 'string'))) continue;
    const expected = 'be a list of names';
    throw new ArgumentError({ where, argument, expected, received: describeValue(names) });
  }
  if (signal !== undefined) checkKind(where, 'signal', signal, { be: 'an AbortSignal', member: 'throwIfAborted' });
  const { task, parameters, estimator, level = 0.02, thresholds = {}, skip = [], seed = 0 } = options;
  if (task !== undefined) checkChoice(where, 'task', task, ['classes', 'numbers']);
  if (parameters !== undefined) checkInteger(where, 'parameters', parameters, { min: 1 });
  if (estimator !== undefined) checkKind(where, 'estimator', estimator, { be: 'an estimator', member: 'fit' });
  checkNumber(where, 'level', level, { above: 0, atMost: 0.5 });
  checkInteger(where, 'seed', seed, { min: 0 });
  if (typeof thresholds !== 'object' || thresholds === null) {
    const expected = "be an object, such as { 'duplicate-rows': 0.01 }";
    throw new ArgumentError({ where, argument: 'thresholds', expected, received: describeValue(thresholds) });
  }
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
