import { bundleForNode } from '@neurite/testing/bundle-for-node';
import { fixtureNumbers, type Json } from '@neurite/testing/fixture-tensors';
import { ask, type NodeProcess } from '../../src/in-node.js';
import { faultsOfLayer } from './faults-of-layer.js';
import { faultsOfSteps } from './faults-of-steps.js';
import type { Outcome, TrainingAnswer, TrainingQuestion } from './training-program.js';
import { faultsOfValue, nameOfCase } from './value-cases.js';

/**
 * Examines layers, losses, metrics, optimizers and the training of networks on an engine, in a process of Node, with the
 * references and tolerances of the pages.
 *
 * @returns what is wrong, in words, and the number of what was examined
 */
export async function trainInNode(
  question: TrainingQuestion,
  given: NodeProcess,
): Promise<{ readonly faults: readonly string[]; readonly count: number }> {
  const program = bundleForNode(new URL('training-program.ts', import.meta.url));
  const answer = fixtureNumbers((await ask(program, question, given)) as Json) as TrainingAnswer; // of the program
  const faults = [
    ...question.layers.flatMap((one, i) => faultsIn(one.name, answer.layers[i]!, (found) => faultsOfLayer(one, found))),
    ...question.values.flatMap((one, i) =>
      faultsIn(nameOfCase(one), answer.values[i]!, (found) => faultsOfValue(one, found)),
    ),
    ...[...Object.entries(answer.optimizers), ...Object.entries(answer.networks)].flatMap(([name, outcome]) =>
      faultsIn(name, outcome, (found) => faultsOfSteps(name, found)),
    ),
  ];
  const count =
    question.layers.length +
    question.values.length +
    Object.keys(answer.optimizers).length +
    Object.keys(answer.networks).length;
  return { faults, count };
}

function faultsIn<T>(name: string, outcome: Outcome<T>, look: (found: T) => readonly string[]): readonly string[] {
  if ('failed' in outcome) return [`${name}: ${outcome.failed}`];
  try {
    return look(outcome.found);
  } catch (error) {
    return [`${name}: ${error}`];
  }
}
