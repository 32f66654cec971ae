import {
  ArgumentError,
  type BatchAugmentation,
  type Boxes,
  checkInteger,
  checkNumber,
  type FieldsByKind,
  type HostArray,
  hostArray,
  hostLike,
  resolveOptions,
} from '@neurite/core';
import { concatenateRows } from '../internal/concatenate.js';
import { checkSame } from '../internal/mix-augmentation.js';

export type CopyPasteOptions = {
  /** The share of objects that are pasted, 0 to 1; where there are any, at least one is. Default 0.5. */
  readonly share?: number;
  /** The value of masks that is no object. Default 0. */
  readonly background?: number;
};

/** The values of the second mask that are pasted. */
export type CopyPasteDraw = { readonly pasted: readonly number[] };

/**
 * Pastes objects of a second image into the first, at the same place: all pixels of some of the values of its mask, each
 * value an object or a class. The mask takes their values.
 *
 * Boxes of the first stay, as what is hidden is still there; those of the second follow, without area where less than half
 * of the objects' pixels in them are pasted. Where samples have boxes, labels are those of the boxes, int32 [boxes], and
 * stand one after another; elsewhere those of the first stay.
 *
 * @returns a batch augmentation of images with one mask, boxes and labels
 * @throws ArgumentError when an option is out of its range; when drawn or applied: where a sample has no mask; ShapeError
 *   `apply`: when images differ in size
 * @example
 * const [image, mask] = [hostArray(new Uint8Array(4), [2, 2, 1]), hostArray(Uint8Array.of(0, 1, 0, 2), [2, 2])];
 * const samples = [{ image: [image], mask: [mask] }, { image: [image], mask: [mask] }];
 * const paste = copyPaste();
 * const changed = paste.apply(samples, paste.draw(RandomStream.fromSeed(1), samples));
 * @see Ghiasi et al., "Simple copy-paste is a strong data augmentation method for instance segmentation", 2021; there images
 *   are also scaled, shifted and flipped: do so before
 */
export function copyPaste(options: CopyPasteOptions = {}): BatchAugmentation<CopyPasteDraw> {
  const name = 'copyPaste';
  const { share, background } = resolveOptions(name, options, { share: 0.5, background: 0 });
  checkInteger(name, 'background', background);
  checkNumber(name, 'share', share, { atLeast: 0, atMost: 1 });
  return {
    name,
    takes: 2,
    draw: (random, samples) => {
      const values = [...new Set<number>(maskOf(name, samples[1]!).data)].filter((value) => value !== background);
      if (values.length === 0) return { pasted: [] };
      const always = share === 0 ? -1 : random.integer(values.length);
      const pasted = values.toSorted((a, b) => a - b).filter((_, i) => random.uniform() < share || i === always);
      return { pasted };
    },
    apply: ([first, second], { pasted }) => {
      const objects = maskOf(name, second!);
      const taken = new Set(pasted);
      const over = (one: HostArray, other: HostArray): HostArray => {
        checkSame(name, one, other);
        return pastedPixels([one, other], objects, taken);
      };
      const boxes = (first!.boxes ?? []).map((own, i) =>
        concatenateRows([own, seenBoxes(second!.boxes![i]!, objects, { taken, background })]),
      );
      const label = (first!.label ?? []).map((own, i) =>
        first!.boxes === undefined ? own : concatenateRows([own as HostArray, second!.label![i]!]),
      );
      return {
        image: (first!.image ?? []).map((own, i) => over(own, second!.image![i]!)),
        mask: [over(maskOf(name, first!), objects)],
        boxes,
        label,
      } as FieldsByKind; // each like those that it is made of
    },
  };
}

function maskOf(where: string, { mask }: FieldsByKind): HostArray<'uint8' | 'int32'> {
  const [only] = mask ?? [];
  if (only !== undefined && mask?.length === 1) return only as HostArray<'uint8' | 'int32'>; // of either dtype
  const expected = 'have one mask, in which the objects are';
  throw new ArgumentError({ where, argument: 'fields', expected, received: `${mask?.length ?? 0} masks` });
}

function pastedPixels(
  [first, second]: readonly [HostArray, HostArray],
  { data: objects }: HostArray,
  taken: ReadonlySet<number>,
): HostArray {
  const result = hostLike(first);
  result.data.set(first.data);
  const channels = first.data.length / Math.max(objects.length, 1);
  for (let pixel = 0; pixel < objects.length; pixel++) {
    if (!taken.has(objects[pixel]!)) continue;
    const from = pixel * channels;
    for (let c = 0; c < channels; c++) result.data[from + c] = second.data[from + c]!;
  }
  return result;
}

/** Boxes in which at least half of the objects' pixels are pasted; others end where they begin. */
function seenBoxes(
  boxes: Boxes,
  { data, shape }: HostArray,
  { taken, background }: { readonly taken: ReadonlySet<number>; readonly background: number },
): Boxes {
  const [height, width] = shape as readonly [number, number]; // a mask
  const result = hostArray(boxes.data.slice(), boxes.shape);
  for (let at = 0; at < result.data.length; at += 4) {
    const [left, top, right, bottom] = result.data.subarray(at, at + 4);
    let [seen, all] = [0, 0];
    for (let y = Math.max(Math.floor(top!), 0); y < Math.min(Math.ceil(bottom!), height); y++) {
      for (let x = Math.max(Math.floor(left!), 0); x < Math.min(Math.ceil(right!), width); x++) {
        const value = data[y * width + x]!;
        if (value !== background) all++;
        if (taken.has(value)) seen++;
      }
    }
    if (seen === 0 || seen * 2 < all) result.data.copyWithin(at + 2, at, at + 2);
  }
  return result;
}
