import { checkValue, inputSpecOf, type ModuleTree } from '@neurite/core';

/**
 * Checks a batch against the input that a model was built for; one that no blueprint made is not checked.
 *
 * @throws ShapeError, DtypeError
 */
export function assertFirstInput(where: string, model: ModuleTree, batch: unknown): void {
  const of = inputSpecOf(model);
  if (of !== undefined && typeof batch === 'object' && batch !== null && 'x' in batch) {
    checkValue(where, batch.x, { of, path: 'x' });
  }
}
