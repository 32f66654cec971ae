import { ArgumentError, checkChoice, describeValue } from '@neurite/core';
import type { Direction, Objectives } from '../study/trial.js';

const DIRECTIONS = ['minimize', 'maximize'] as const;

/** The direction of each objective, and their names where there are several. */
export type Directions = { readonly directions: readonly Direction[]; readonly names: readonly string[] | undefined };

export function directionsOf(where: string, objectives: Objectives): Directions {
  if (typeof objectives !== 'object' || objectives === null) {
    checkChoice(where, 'objectives', objectives, DIRECTIONS, {
      advice: "Several have names: { loss: 'minimize', accuracy: 'maximize' }",
    });
    return { directions: [objectives], names: undefined };
  }
  const names = Object.keys(objectives);
  if (names.length === 0 || Array.isArray(objectives)) {
    throw new ArgumentError({
      where,
      argument: 'objectives',
      expected: "be 'minimize', 'maximize' or a record of these",
      received: describeValue(objectives),
    });
  }
  for (const name of names) checkChoice(where, `objectives.${name}`, objectives[name], DIRECTIONS);
  return { directions: Object.values(objectives), names };
}
