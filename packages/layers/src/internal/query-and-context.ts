import { formatSpec, ShapeError, type Spec, TensorSpec, tensorInput, within } from '@neurite/core';

/**
 * The parts of an input of attention to another sequence.
 *
 * @throws ShapeError, DtypeError
 */
export function queryAndContext(
  where: string,
  input: Spec,
): { readonly query: TensorSpec; readonly context: TensorSpec } {
  const { query, context, mask, ...rest } = (input instanceof TensorSpec ? {} : input) as Readonly<
    Record<string, Spec>
  >;
  if (query === undefined || context === undefined || Object.keys(rest).length > 0) {
    const expected = 'be a record with the fields query, context, and mask where there is one';
    throw new ShapeError({ where, argument: 'input', expected, received: formatSpec(input) });
  }
  const part = (name: string, of: Spec): TensorSpec =>
    within(name, () => tensorInput(where, of, { axes: ['tokens', 'features'], known: ['features'] }));
  if (mask !== undefined) {
    const axes = mask instanceof TensorSpec && mask.shape.length === 1 ? ['keys'] : ['queries', 'keys'];
    within('mask', () => tensorInput(where, mask, { axes, dtype: 'any' }));
  }
  return { query: part('query', query), context: part('context', context) };
}
