import { ArgumentError, checkKind, type NamedTensors, type Optimizer } from '@neurite/core';
import { dispose } from '@tensorflow/tfjs-core';
import { inSequence } from './internal/in-sequence.js';
import { prefixed } from './internal/prefixed.js';
import { rules } from './internal/rules.js';
import { perParameter } from './per-parameter.js';
import type { AnyRule } from './rule.js';

/**
 * Several optimizers one after the other: the updates of each are the gradients of the next.
 *
 * Neighbors that `perParameter` made become one program, which is one pass over the parameters on backends that have its
 * kernel. The state of the link at index 0 is named `0/…`, e.g. `1/firstMoment/layers.0.kernel`.
 *
 * @param optimizers at least one; the last one turns directions into updates (`sgd`, `adam`, `scaleByLearningRate`)
 * @throws ArgumentError when there is none, or when two have `evaluationParameters` or two have `gradientParameters`
 * @example
 * const optimizer = chain(clipByGlobalNorm(1), sgd({ learningRate: 0.1, momentum: 0.9 }));
 */
export function chain(...optimizers: readonly Optimizer[]): Optimizer {
  for (const [i, one] of optimizers.entries()) {
    checkKind('chain', `optimizers.${i}`, one, { be: 'an optimizer', member: 'update' });
  }
  const links = merged(optimizers);
  const last = links.at(-1);
  if (last === undefined) {
    throw new ArgumentError({
      where: 'chain',
      argument: 'optimizers',
      expected: 'have at least one optimizer',
      received: 'none',
    });
  }
  if (links.length === 1 && rules.has(last)) return last;

  /** Lets the gradients flow through all links but the last, and gives them to it. */
  const through = <R extends { readonly state: NamedTensors }>(
    [gradients, input]: Parameters<Optimizer['update']>,
    end: (...step: Parameters<Optimizer['update']>) => R,
  ): R => {
    let flowing = gradients;
    const next: NamedTensors[] = [];
    try {
      for (const link of links.slice(0, -1)) {
        const step = link.update(flowing, input);
        // What flows between two links is ours; the gradients are the caller's.
        if (flowing !== gradients) dispose(flowing);
        flowing = step.updates;
        next.push(step.state);
      }
      const result = end(flowing, input);
      return { ...result, state: Object.assign({}, ...next, result.state) };
    } catch (error) {
      dispose(next);
      throw error;
    } finally {
      if (flowing !== gradients) dispose(flowing);
    }
  };
  const evaluating = theOne(links, 'evaluationParameters');
  const moving = theOne(links, 'gradientParameters');
  return {
    name: nameOf(optimizers),
    init: (parameters) => Object.assign({}, ...links.map((link) => link.init(parameters))),
    update: (...step) => through(step, (...given) => last.update(...given)),
    ...(last.apply && { apply: (...step) => through(step, (...given) => last.apply!(...given)) }),
    ...(evaluating && { evaluationParameters: (...at) => evaluating.evaluationParameters!(...at) }),
    ...(moving && { gradientParameters: (...at) => moving.gradientParameters!(...at) }),
  };
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

/** The only link with such weights, if there is one. */
function theOne(
  links: readonly Optimizer[],
  member: 'evaluationParameters' | 'gradientParameters',
): Optimizer | undefined {
  const [first, ...others] = links.filter((link) => link[member] !== undefined);
  if (first === undefined || others.length === 0) return first;
  throw new ArgumentError({
    where: 'chain',
    argument: 'optimizers',
    expected: `have at most one with ${member}`,
    received: [first, ...others].map(({ name }) => name).join(', '),
  });
}
