import { ArgumentError, type HostArray, hostArray } from '@neurite/core';

/**
 * The weighted mean of labels.
 *
 * @param options.shares of each label, with the sum 1
 * @param options.classes how many there are, for labels that are a class: they become probabilities
 * @throws ArgumentError when it is a class and their number is unknown, and when it is not below it
 */
export function mixedLabel(
  where: string,
  labels: readonly HostArray[],
  { shares, classes }: { readonly shares: readonly number[]; readonly classes: number | undefined },
): HostArray<'float32'> {
  const all = labels.map((label) => probabilities(where, label, classes));
  return hostArray(
    all[0]!.data.map((_, i) => all.reduce((sum, { data }, k) => sum + shares[k]! * data[i]!, 0)),
    all[0]!.shape,
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
