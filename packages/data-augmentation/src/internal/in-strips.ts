/** Bytes at a time: what stays in the cache of a processor is copied there and back in half the time. */
const STRIP = 2 ** 14;

/** How many bytes a strip has that consists of whole units, such as rows. */
export function stripOf(unit: number, all: number): number {
  return Math.min(all, Math.max(1, Math.floor(STRIP / unit)) * unit);
}

/** Takes bytes to the memory of kernels and back, strip by strip. */
export function inStrips(
  data: Uint8Array,
  to: Uint8Array,
  {
    from,
    target,
    change,
  }: {
    /** Where a strip is taken to: its length is that of a strip. */
    readonly from: Uint8Array;
    /** Where it is taken from afterwards; may be the same. */
    readonly target: Uint8Array;
    /** Changes so many bytes. */
    readonly change: (length: number) => void;
  },
): void {
  for (let at = 0; at < data.length; at += from.length) {
    const length = Math.min(from.length, data.length - at);
    from.set(data.subarray(at, at + length));
    change(length);
    to.set(target.subarray(0, length), at);
  }
}
