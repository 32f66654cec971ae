/** A number in JSON, which has no infinities and no NaN. */
export type StoredNumber = number | 'Infinity' | '-Infinity' | 'NaN';

export function storedNumber(value: number): StoredNumber {
  return Number.isFinite(value) ? value : (String(value) as StoredNumber); // the three that are not finite
}
