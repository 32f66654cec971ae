import { ArgumentError, checkKind, type Optimizer } from '@neurite/core';
import { inSequence } from '../internal/in-sequence.js';
import { linked } from '../internal/linked.js';
import { prefixed } from '../internal/prefixed.js';
import { rules } from '../internal/rules.js';
import { perParameter } from './per-parameter.js';
import type { AnyRule } from './rule.js';

/**
 * Several optimizers one after the other: the updates of each are the gradients of the next.
 *
 * Neighbors that `perParameter` made become one program, which is one pass over the parameters on backends that have its
 * kernel. The state of the link at index 0 is named `0/…`, e.g. `1/firstMoment/layers.0.kernel`.
 *
 * @param optimizers at least one. One of them turns directions into updates (`sgd`, `adam`, `scaleByLearningRate`); after
 *   it come those that need the next weights: constraints, `exponentialMovingAverage`, `lookahead`
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when there is none, or when two have `evaluationParameters` or two have `gradientParameters`
 * @example
 * const optimizer = chain(clipByGlobalNorm(1), sgd({ learningRate: 0.1, momentum: 0.9 }));
 */
export function chain(...optimizers: readonly Optimizer[]): Optimizer {
  for (const [i, one] of optimizers.entries()) {
    checkKind('chain', `optimizers.${i}`, one, { be: 'an optimizer', member: 'update' });
  }
  checkOne(optimizers, 'evaluationParameters');
  checkOne(optimizers, 'gradientParameters');
  const links = merged(optimizers);
  const [first] = links;
  if (first === undefined) {
    throw new ArgumentError({
      where: 'chain',
      argument: 'optimizers',
      expected: 'have at least one optimizer',
      received: 'none',
    });
  }
  return links.length === 1 && rules.has(first) ? first : linked(nameOf(optimizers), links);
}

/** The links with their own names of the state, neighbors with rules as one. */
function merged(optimizers: readonly Optimizer[]): Optimizer[] {
  const links: Optimizer[] = [];
  let open: { readonly first: number; readonly rules: AnyRule[] } | undefined;
  const close = (end: number): void => {
    if (open === undefined) return;
    const { first } = open;
    const rule = inSequence(open.rules, (name, i) => `${first + i}/${name}`);
    links.push(perParameter(nameOf(optimizers.slice(first, end)), rule));
    open = undefined;
  };
  optimizers.forEach((optimizer, i) => {
    const rule = rules.get(optimizer);
    if (rule === undefined) {
      close(i);
      links.push(prefixed(optimizer, `${i}/`));
    } else {
      open ??= { first: i, rules: [] };
      open.rules.push(rule);
    }
  });
  close(optimizers.length);
  return links;
}

function nameOf(optimizers: readonly Optimizer[]): string {
  return `chain(${optimizers.map(({ name }) => name).join(', ')})`;
}

/** @throws ArgumentError when more than one link has such weights */
function checkOne(optimizers: readonly Optimizer[], member: 'evaluationParameters' | 'gradientParameters'): void {
  const having = optimizers.filter((optimizer) => optimizer[member] !== undefined);
  if (having.length <= 1) return;
  throw new ArgumentError({
    where: 'chain',
    argument: 'optimizers',
    expected: `have at most one with ${member}`,
    received: having.map(({ name }) => name).join(', '),
  });
}
