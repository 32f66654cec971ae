import { ArgumentError, type HostArray, hostArray } from '@neurite/core';

/**
 * The weighted mean of two labels.
 *
 * @param classes how many there are, for labels that are a class: they become probabilities
 * @throws ArgumentError when it is a class and their number is unknown, and when it is not below it
 */
export function mixedLabel(
  where: string,
  [first, second]: readonly [HostArray, HostArray],
  { share, classes }: { readonly share: number; readonly classes: number | undefined },
): HostArray<'float32'> {
  const [a, b] = [probabilities(where, first, classes), probabilities(where, second, classes)];
  return hostArray(
    a.data.map((value, i) => share * value + (1 - share) * b.data[i]!),
    a.shape,
  );
}

function probabilities(where: string, label: HostArray, classes: number | undefined): HostArray<'float32'> {
  if (label.dtype === 'float32' && label.data.length > 1) return label;
  if (classes === undefined) {
    throw new ArgumentError({
      where,
      argument: 'classes',
      expected: 'be the number of classes, where labels are a class',
      received: 'none',
    });
  }
  const value = label.data[0]!;
  if (label.data.length !== 1 || !Number.isInteger(value) || value < 0 || value >= classes) {
    const expected = `be a class from 0 to ${classes - 1}`;
    throw new ArgumentError({ where, argument: 'label', expected, received: [...label.data].join(', ') });
  }
  const one = hostArray(new Float32Array(classes));
  one.data[value] = 1;
  return one;
}
