import {
  ArgumentError,
  type Augmentation,
  type FieldsByKind,
  type Frame,
  type Frames,
  type Kind,
  type Kinds,
  type RandomStream,
} from '@neurite/core';
import { imagesInSteps } from './engine/images-in-steps.js';
import type { SequenceStep } from './sequence-step.js';

/** Which augmentations are applied, one after another, and the draw of each. */
export type SequenceDraw = { readonly steps: readonly SequenceStep[] };

const KINDS: readonly Kind[] = ['image', 'mask', 'boxes', 'points', 'label', 'signal', 'text', 'row'];

type Methods = { readonly [K in Kind]?: (value: Kinds[Kind], params: unknown, frames?: Frames) => Kinds[Kind] };

/**
 * An augmentation that applies others. It takes the kinds that all of them change or keep.
 *
 * @param pick which ones, in order
 */
export function sequenceAugmentation(
  name: string,
  list: readonly Augmentation[],
  pick: (random: RandomStream) => readonly number[],
): Augmentation<SequenceDraw> {
  checkList(name, list);
  return sequenceOf(name, list, (random, fields) => {
    const steps: SequenceStep[] = [];
    for (const at of pick(random)) {
      const before = changedFields(fields, { list, steps: [...steps] });
      steps.push({ at, params: list[at]!.draw(random, before) });
    }
    return { steps };
  });
}

/** The same where the steps are drawn by the caller. */
export function sequenceOf(
  name: string,
  list: readonly Augmentation[],
  draw: (random: RandomStream, fields: FieldsByKind) => SequenceDraw,
): Augmentation<SequenceDraw> {
  const takes = (kind: Kind): boolean => list.every((one) => one[kind] !== undefined || one.keeps?.includes(kind));
  const changes = (kind: Kind): boolean => takes(kind) && list.some((one) => one[kind] !== undefined);
  const methods = Object.fromEntries(
    KINDS.filter(changes).map((kind) => [
      kind,
      (value: Kinds[Kind], { steps }: SequenceDraw, frames?: Frames) =>
        applied(value, { name, kind, list, steps, frames }),
    ]),
  );
  return {
    name,
    keeps: KINDS.filter((kind) => takes(kind) && !changes(kind)),
    draw,
    frame: (before, { steps }) =>
      steps.reduce((frame, { at, params }) => list[at]!.frame?.(frame, params) ?? frame, before),
    ...(takes('image') && list.every((one) => one.image === undefined || one.images !== undefined)
      ? { images: (images, draws) => imagesInSteps(name, images, { list, steps: draws.map(({ steps }) => steps) }) }
      : {}),
    ...methods,
  };
}

function applied(
  value: Kinds[Kind],
  {
    name,
    kind,
    list,
    steps,
    frames,
  }: {
    readonly name: string;
    readonly kind: Kind;
    readonly list: readonly Augmentation[];
    readonly steps: readonly SequenceStep[];
    readonly frames: Frames | undefined;
  },
): Kinds[Kind] {
  let before = frames?.before;
  let changed = value;
  for (const { at, params } of steps) {
    const one = list[at]!;
    const after: Frame | undefined = before && (one.frame?.(before, params) ?? before);
    const method = (one as Methods)[kind];
    if (method !== undefined) changed = method.call(one, changed, params, before && after && { before, after });
    before = after;
  }
  if (before !== undefined && (before.height !== frames!.after.height || before.width !== frames!.after.width)) {
    throw new ArgumentError({
      where: name,
      problem: `its images end with ${frames!.after.height} × ${frames!.after.width} pixels, and its augmentations tell ${before.height} × ${before.width}`,
      advice: 'Give an augmentation that changes the size of images a method `frame`',
    });
  }
  return changed;
}

/** The fields as they are after some steps; they are made only where a draw looks at them. */
function changedFields(
  fields: FieldsByKind,
  { list, steps }: { readonly list: readonly Augmentation[]; readonly steps: readonly SequenceStep[] },
): FieldsByKind {
  if (steps.length === 0) return fields;
  const inner = sequenceOf('sequence', list, () => ({ steps }));
  const lazy: { [K in Kind]?: unknown } = {};
  for (const kind of Object.keys(fields) as Kind[]) {
    // No more keys than kinds.
    const values = (): readonly Kinds[Kind][] => fields[kind] as readonly Kinds[Kind][];
    const method = (inner as Methods)[kind];
    Object.defineProperty(lazy, kind, {
      enumerable: true,
      get: () =>
        method === undefined
          ? values()
          : values().map((value) => method(value, { steps }, framesOf(fields, inner, steps))),
    });
  }
  return lazy as FieldsByKind; // the same kinds
}

function framesOf(fields: FieldsByKind, inner: Augmentation<SequenceDraw>, steps: readonly SequenceStep[]): Frames {
  const shape = (fields.image?.[0] ?? fields.mask?.[0])?.shape;
  const before = { height: shape?.[0] ?? 0, width: shape?.[1] ?? 0 };
  return { before, after: inner.frame!(before, { steps }) };
}

function checkList(where: string, list: readonly Augmentation[]): void {
  if (Array.isArray(list) && list.length > 0 && list.every((one) => typeof one?.draw === 'function')) return;
  throw new ArgumentError({
    where,
    argument: 'augmentations',
    expected: 'be a list of at least one augmentation',
    received: Array.isArray(list) ? `${list.length} elements` : String(list),
  });
}
