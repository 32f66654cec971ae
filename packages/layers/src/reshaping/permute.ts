import {
  type AnyRank,
  ArgumentError,
  defineAnyRank,
  describeValue,
  formatShape,
  formatSpec,
  Module,
  ShapeError,
  spec,
  tensorInput,
} from '@neurite/core';
import { type Tensor, transpose } from '@tensorflow/tfjs-core';

/** The module of `permute`. */
export class Permute<T extends Tensor = Tensor> extends Module<T, T> {
  readonly axes: readonly number[];

  /** @throws ArgumentError as `permute` does */
  constructor({ axes }: { readonly axes: readonly number[] }) {
    super();
    checkAxes(axes);
    this.axes = axes;
  }

  /** Whether axis 1 stays. */
  override get tokenwise(): boolean {
    return this.axes[0] === 1;
  }

  /**
   * @param x with as many axes, besides the batch
   * @returns a new tensor with its axes in another order, owned by the caller
   * @throws ShapeError when `x` has another number of axes
   */
  override forward(x: T): T {
    if (x.shape.length !== this.axes.length + 1) {
      const expected = `have ${this.axes.length} axes besides the batch`;
      throw new ShapeError({ where: 'permute', argument: 'x', expected, received: formatShape(x.shape) });
    }
    return transpose(x, [0, ...this.axes]);
  }
}

/**
 * The axes of each sample in another order.
 *
 * @param axes one for each axis, the batch counted as 0, which stays: `[2, 1]` swaps time and features
 * @returns a blueprint for inputs with as many axes, of any dtype
 * @throws ArgumentError when these are not the numbers from 1 on, each once
 * @throws ShapeError from `outputSpec`, when the input has another number of axes
 * @example
 * using model = build(permute([2, 1]), { input: [4, 3] });
 * const y = model.forward(ones([2, 4, 3]), inference()); // [2, 3, 4]
 */
export function permute(axes: readonly number[]): AnyRank {
  checkAxes(axes);
  return defineAnyRank('permute', [axes], {
    outputSpec: (input) => {
      const { shape, dtype } = tensorInput('permute', input, { dtype: 'any' });
      if (shape.length === axes.length)
        return spec(
          axes.map((axis) => shape[axis - 1]!),
          dtype,
        );
      const expected = `have ${axes.length} axes without the batch`;
      throw new ShapeError({ where: 'permute', argument: 'input', expected, received: formatSpec(input) });
    },
    build: <T extends Tensor>() => new Permute<T>({ axes }),
  });
}

function checkAxes(axes: readonly number[]): void {
  const sound = Array.isArray(axes) && axes.toSorted((a, b) => a - b).every((axis, i) => axis === i + 1);
  if (sound && axes.length > 0) return;
  const expected = 'be the integers from 1 to the number of axes, each once';
  throw new ArgumentError({ where: 'permute', argument: 'axes', expected, received: describeValue(axes) });
}
