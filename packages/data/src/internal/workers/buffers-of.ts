/**
 * The buffers of all typed arrays in a value that can change threads instead of being copied: those that an array fills
 * alone. A view into a larger buffer is copied, since others may look into it.
 *
 * @param value data: arrays, records, maps and sets of typed arrays
 * @param refuse makes the error for what cannot be sent. Default: whoever sends it finds out
 */
export function buffersOf(value: unknown, refuse?: (what: string) => Error): readonly ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  const shared = new Set<ArrayBufferLike>();
  const seen = new Set<object>();
  const open: unknown[] = [value];
  for (let one = open.pop(); one !== undefined || open.length > 0; one = open.pop()) {
    if (typeof one === 'function' && refuse !== undefined) throw refuse('a function');
    if (typeof one !== 'object' || one === null || seen.has(one)) continue;
    seen.add(one);
    if (ArrayBuffer.isView(one)) {
      if (refuse !== undefined && isDetached(one.buffer)) throw refuse('an array that was handed over before');
      const isWhole = one.byteLength === one.buffer.byteLength && one.byteLength > 0;
      if (isWhole && one.buffer instanceof ArrayBuffer) buffers.add(one.buffer);
      else shared.add(one.buffer);
    } else if (Array.isArray(one) || one instanceof Set) {
      for (const each of one) if (typeof each === 'object' || typeof each === 'function') open.push(each);
    } else if (one instanceof Map) {
      for (const entry of one) open.push(...entry);
    } else if (Object.getPrototypeOf(one) === Object.prototype || Object.getPrototypeOf(one) === null) {
      open.push(...Object.values(one));
    }
  }
  return [...buffers].filter((buffer) => !shared.has(buffer));
}

function isDetached(buffer: ArrayBufferLike): boolean {
  if (buffer.byteLength > 0) return false;
  try {
    new Uint8Array(buffer);
    return false;
  } catch {
    return true;
  }
}
