import type { SavedEstimator } from '@neurite/core';
import { describeValue } from '@neurite/core/checks';
import { FormatError } from '@neurite/core/errors';

/**
 * Reads what `save` gave: the JSON and arrays of one kind of estimator, in a form that this version knows.
 *
 * @param names the arrays that it must have
 * @throws FormatError when it is of another kind or a later version, or an array is missing
 */
export function readSaved(
  saved: SavedEstimator,
  { kind, version, names }: { readonly kind: string; readonly version: number; readonly names: readonly string[] },
): void {
  const where = `${kind}.restore`;
  const { json, arrays } = saved ?? {};
  if (json?.kind !== kind) {
    const received = `one of ${JSON.stringify(json?.kind ?? null)}`;
    throw new FormatError({ where, argument: 'saved', expected: `be a saved ${kind}`, received });
  }
  if (!(Number.isInteger(json.version) && json.version >= 1 && json.version <= version)) {
    const expected = `have a version of at most ${version}`;
    throw new FormatError({ where, argument: 'saved', expected, received: String(json.version) });
  }
  for (const name of names) {
    const own = arrays?.[name];
    if (ArrayBuffer.isView(own)) continue;
    const received = own === undefined ? 'none' : describeValue(own);
    throw new FormatError({ where, argument: 'saved', expected: `have the typed array ${name}`, received });
  }
}
