import {
  ArgumentError,
  defineJoins,
  type Joins,
  Module,
  resolveOptions,
  type Size,
  type Spec,
  spec,
} from '@neurite/core';
import { concat, type Tensor } from '@tensorflow/tfjs-core';
import { assertMeet, meet, type Parts, partsOf, refuseParts } from '../internal/meet.js';

/** The options of `concatenate`. */
export type ConcatenateOptions = {
  /** Along which axis, counted with the batch as axis 0, which it must not be, or from the end. Default -1, the last. */
  readonly axis?: number;
};

/** The module of `concatenate`. */
export class Concatenate<T extends Tensor = Tensor> extends Module<Parts<T>, T> {
  readonly axis: number;

  /**
   * @param options axis: the batch counted, an integer of at least 1
   * @throws ArgumentError when it is another
   */
  constructor({ axis }: { readonly axis: number }) {
    super();
    if (!Number.isInteger(axis) || axis < 1) refuseAxis('be an integer of at least 1', axis);
    this.axis = axis;
  }

  /** Whether it leaves the steps of a sequence, axis 1, as they are. */
  override get tokenwise(): boolean {
    return this.axis > 1;
  }

  /**
   * @param x tensors that differ in no other axis, by name or in a list
   * @returns a new tensor, owned by the caller
   * @throws ShapeError when they differ in another axis
   */
  override forward(x: Parts<T>): T {
    return concat<T>([...assertMeet('concatenate', x, this.axis)], this.axis);
  }
}

/**
 * Puts tensors side by side along an axis, in the order of their list or record.
 *
 * @returns a blueprint for lists and records of tensors that differ in this axis alone, e.g. what `parallel` gives
 * @throws ArgumentError when the axis is no integer, or the batch, or an option is unknown
 * @throws ShapeError from `outputSpec`, when they differ in another axis or in dtype
 * @example
 * const skip = sequential(parallel({ same: identity(), deep: conv2d(4, 3, { padding: 'same' }) }), concatenate());
 * using model = build(skip, { input: [8, 8, 3] });
 * const y = model.forward(ones([2, 8, 8, 3]), inference()); // [2, 8, 8, 7]
 */
export function concatenate(options: ConcatenateOptions = {}): Joins {
  const { axis } = resolveOptions('concatenate', options, { axis: -1 });
  if (!Number.isInteger(axis) || axis === 0) refuseAxis('be an integer other than 0, which is the batch', axis);
  /** Counted without the batch. */
  const axisOf = (input: Spec): number => {
    const rank = partsOf('concatenate', input)[0]!.shape.length;
    const at = axis < 0 ? rank + axis : axis - 1;
    return at < 0 || at >= rank ? refuseParts('concatenate', `have tensors with an axis ${axis}`, input) : at;
  };
  return defineJoins('concatenate', [options], {
    outputSpec: (input) => {
      const parts = partsOf('concatenate', input);
      const at = axisOf(input);
      const expected = `have tensors of one dtype that differ in axis ${axis} alone`;
      const { shape, dtype } = meet(parts, at) ?? refuseParts('concatenate', expected, input);
      const sizes = parts.map((part) => part.shape[at]!);
      const total = sizes.reduce<Size>((sum, size) => (sum === null || size === null ? null : sum + size), 0);
      return spec(
        shape.map((size, i) => (i === at ? total : size)),
        dtype,
      );
    },
    build: <T extends Tensor>(input: Spec) => new Concatenate<T>({ axis: axisOf(input) + 1 }),
  });
}

function refuseAxis(expected: string, axis: number): never {
  throw new ArgumentError({ where: 'concatenate', argument: 'axis', expected, received: String(axis) });
}
