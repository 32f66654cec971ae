/** A value in an error. */
export function describe(value: unknown): string {
  if (typeof value === 'function') return `the function ${value.name || 'without a name'}`;
  if (value === null || typeof value !== 'object') return String(value);
  const name: unknown = value.constructor?.name;
  return name === 'Object'
    ? `an object with ${Object.keys(value).join(', ') || 'nothing'}`
    : `a value of type ${String(name)}`;
}
