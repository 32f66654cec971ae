import type { Parts } from './split.js';

/** At most so many phrases, from here and there. */
export function takeParts(
  { train, validation, test, notes }: Parts,
  most: { readonly train: number; readonly test: number },
): Parts {
  const some = <T>(all: readonly T[], count: number): readonly T[] =>
    all.length <= count ? all : Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)]!);
  return {
    train: some(train, most.train),
    validation: some(validation, most.test),
    test: some(test, most.test),
    notes,
  };
}
