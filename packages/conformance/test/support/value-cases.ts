import { fixture } from '@neurite/testing';
import { fixtureNumbers, type Json } from '@neurite/testing/fixture-tensors';
import { faultsOf } from './faults-of.js';
import { type LossCase, type MetricCase, type Numbers, numbersIn } from './rules-cases.js';

const files = ['classification', 'regression', 'embedding', 'segmentation', 'ctc'];
type Statistics = { readonly sets: MetricCase['set'][]; readonly cases: (Omit<MetricCase, 'set'> & { set: number })[] };

/** A loss or metric on some data. */
export type ValueCase = LossCase | MetricCase;

/** Of each loss and metric the first four cases; or of every twelfth the first. */
export function valueCases(isWhole: boolean): readonly ValueCase[] {
  const losses = files.flatMap((file) => fixture<{ cases: LossCase[] }>(`losses/${file}`).cases);
  const { sets, cases } = fixture<Statistics>('metrics/statistics');
  const metrics = cases.map((one): MetricCase => ({ ...one, set: sets[one.set]! }));
  return [
    ...firstOfEach(losses, ({ loss }) => loss, isWhole),
    ...firstOfEach(metrics, ({ metric }) => metric, isWhole),
  ];
}

function firstOfEach<Case>(all: readonly Case[], nameOf: (one: Case) => string, isWhole: boolean): readonly Case[] {
  const firsts = new Map<string, Case[]>();
  for (const one of all) firsts.set(nameOf(one), [...(firsts.get(nameOf(one)) ?? []), one]);
  const rules = [...firsts.values()];
  return isWhole ? rules.flatMap((rule) => rule.slice(0, 4)) : everyTwelfth(rules).map((rule) => rule[0]!);
}

/** A sample. */
export function everyTwelfth<T>(all: readonly T[]): readonly T[] {
  return all.filter((_, i) => i % 12 === 3);
}

/** The name of a case. */
export function nameOfCase(one: ValueCase): string {
  return `${'loss' in one ? one.loss : one.metric}, ${one.name}`;
}

/** The first wrong number of a loss and its gradient, or of a metric, in words. */
export function faultsOfValue(one: ValueCase, found: Numbers): readonly string[] {
  const expected =
    'loss' in one
      ? [one.value, one.gradient].flatMap((json) => numbersIn(fixtureNumbers(json as Json)))
      : numbersIn(one.value);
  return faultsOf(nameOfCase(one), found, expected);
}
