/**
 * The buffers of the typed arrays in a value, each once; those that cannot be given away are left out.
 *
 * @param value plain objects, arrays, maps and sets are looked into
 */
export function transferablesOf(value: unknown): Transferable[] {
  const found = new Set<ArrayBuffer>();
  const seen = new Set<object>();
  const look = (inner: unknown): void => {
    if (typeof inner !== 'object' || inner === null || seen.has(inner)) return;
    seen.add(inner);
    if (inner instanceof ArrayBuffer) found.add(inner);
    else if (ArrayBuffer.isView(inner)) look(inner.buffer);
    else if (inner instanceof Map) for (const entry of inner) look(entry);
    else for (const child of inner instanceof Set ? inner : Object.values(inner)) look(child);
  };
  look(value);
  return [...found];
}
