import { readFileSync } from 'node:fs';

/**
 * Reads reference values.
 *
 * @param path below `fixtures/`, without `.json`
 * @example
 * const { cases } = fixture<{ cases: DenseCase[] }>('layers/dense');
 */
export function fixture<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(`../../../fixtures/${path}.json`, import.meta.url), 'utf8')) as T;
}
