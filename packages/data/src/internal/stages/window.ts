import type { Json } from '@neurite/core';
import { finished, isRandomAccess, type Pass, randomAccess, readCount, readList, type Source } from '../source.js';

export type WindowShape = { readonly length: number; readonly stride: number; readonly dilation: number };

export function windowSource<T>(source: Source<T>, { length, stride, dilation }: WindowShape): Source<readonly T[]> {
  const span = (length - 1) * dilation + 1;
  const count = (size: number): number => Math.max(0, Math.floor((size - span) / stride) + 1);
  const { randomStages } = source;
  if (isRandomAccess(source)) {
    const at = (index: number, pass: Pass): Promise<readonly T[]> =>
      Promise.all(Array.from({ length }, (_, i) => source.at(index * stride + i * dilation, pass)));
    return randomAccess({ size: count(source.size), randomStages, at });
  }
  return {
    size: source.size === undefined ? undefined : count(source.size),
    randomStages,
    open(pass, position) {
      const [left, inner] = position === undefined ? [0, undefined] : readList(position, 2);
      // Elements between one window's end and the next one's beginning, still to be skipped.
      let gap = readCount(left, stride);
      const cursor = source.open(pass, inner);
      const held: { readonly element: T; readonly start: Json }[] = [];
      return {
        async next() {
          while (held.length < span) {
            const start = cursor.position();
            const result = await cursor.next();
            if (result.done) return finished;
            if (gap > 0) gap--;
            else held.push({ element: result.value, start });
          }
          const value = Array.from({ length }, (_, i) => held[i * dilation]!.element);
          held.splice(0, stride);
          gap = Math.max(0, stride - span);
          return { done: false, value };
        },
        position: () => [gap, held[0]?.start ?? cursor.position()],
        close: () => cursor.close(),
      };
    },
  };
}
