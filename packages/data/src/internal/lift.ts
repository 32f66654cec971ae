import {
  ArgumentError,
  type Augmentation,
  type BatchAugmentation,
  checkInteger,
  type Kind,
  type RandomStream,
} from '@neurite/core';
import { applyToFields } from './apply-to-fields.js';
import { type FieldPath, fieldsByKind, KINDS, pathsOf, replaced } from './field-kinds.js';

/** An augmentation of whole samples; which samples these are is checked by types where it is given away. */
export type LiftedAugmentation<Params> = {
  readonly name: string;
  draw(random: RandomStream, sample: unknown): Params;
  apply<Sample>(sample: Sample, params: Params): Sample;
};

/**
 * @param fields kinds by name, also within records and lists
 * @throws ArgumentError for a kind that the augmentation neither changes nor keeps
 */
export function lift<Params>(augmentation: Augmentation<Params>, fields: object): LiftedAugmentation<Params> {
  const paths = pathsOf(fields);
  for (const path of paths) checkKind(augmentation, path);
  return {
    name: augmentation.name,
    draw: (random, sample) => augmentation.draw(random, fieldsByKind(sample, paths)),
    apply: (sample, params) => applyToFields(augmentation, sample, { params, paths }),
  };
}

function checkKind<Params>(augmentation: Augmentation<Params>, { kind, name }: FieldPath): void {
  const { name: own, keeps = [] } = augmentation;
  const changes = (one: Kind): boolean => typeof augmentation[one] === 'function';
  if (changes(kind) || keeps.includes(kind)) return;
  throw new ArgumentError({
    where: 'augment',
    argument: 'fields',
    expected: `name kinds that ${own} changes (${KINDS.filter(changes).join(', ')}) or keeps (${keeps.join(', ') || 'none'})`,
    received: `${kind} for \`${name}\``,
    advice: 'Leave the field out where it may stay as it is',
  });
}

/**
 * @param fields as for `lift`
 * @returns makes one sample of several, with what has no kind from the first
 * @throws ArgumentError when it takes fewer than two
 */
export function liftBatch<Params>(
  augmentation: BatchAugmentation<Params>,
  fields: object,
): <Sample>(samples: readonly Sample[], random: RandomStream) => Sample {
  const { name, takes, keeps = [] } = augmentation;
  checkInteger(name, 'takes', takes, { min: 2 });
  const paths = pathsOf(fields);
  return (samples, random) => {
    const before = samples.map((sample) => fieldsByKind(sample, paths));
    const after = augmentation.apply(before, augmentation.draw(random, before));
    const used: { [K in Kind]?: number } = {};
    return paths.reduce((mixed, { kind, path, name: field }) => {
      if (keeps.includes(kind)) return mixed;
      const index = used[kind] ?? 0;
      used[kind] = index + 1;
      const value = after[kind]?.[index];
      if (value === undefined) throw unknownKind(name, { kind, name: field }, keeps);
      return replaced(mixed, path, value);
    }, samples[0]!);
  };
}

function unknownKind(
  own: string,
  { kind, name }: Pick<FieldPath, 'kind' | 'name'>,
  keeps: readonly Kind[],
): ArgumentError {
  return new ArgumentError({
    where: 'augment',
    argument: 'fields',
    expected: `name kinds that ${own} gives or keeps (${keeps.join(', ') || 'none'})`,
    received: `${kind} for \`${name}\``,
    advice: 'Leave the field out where it may stay that of the first sample',
  });
}
