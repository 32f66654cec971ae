import {
  ArgumentError,
  type Blueprint,
  defineLayer,
  describeValue,
  formatShape,
  formatSpec,
  Module,
  type Shape,
  ShapeError,
  type Spec,
  sizeOf,
  spec,
  type TensorSpec,
  tensorInput,
} from '@neurite/core';
import {
  type Rank,
  reshape as rearrange,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  type Tensor5D,
} from '@tensorflow/tfjs-core';

/** The tensor type of a batch of samples with this shape. */
export type BatchOf<SampleShape extends Shape> = SampleShape['length'] extends keyof ByAxes
  ? ByAxes[SampleShape['length']]
  : Tensor;

type ByAxes = { 0: Tensor1D; 1: Tensor2D; 2: Tensor3D; 3: Tensor4D; 4: Tensor5D; 5: Tensor<Rank.R6> };

/** The module of `reshape`. */
export class Reshape<Out extends Tensor = Tensor> extends Module<Tensor, Out> {
  readonly shape: Shape;

  /**
   * @param options shape: of one sample, without the batch axis
   * @throws ArgumentError when a size is not an integer of at least 1
   */
  constructor({ shape }: { readonly shape: Shape }) {
    super();
    assertSizes(shape);
    this.shape = shape;
  }

  /**
   * @param x [batch, …] with as many elements in a sample as the new shape has
   * @returns a new tensor [batch, …shape], owned by the caller; it shares the numbers of `x`
   * @throws ShapeError when a sample has another number of elements
   */
  override forward(x: Tensor): Out {
    const [batch, ...sizes] = x.shape;
    if (batch === undefined || sizeOf(sizes) !== sizeOf(this.shape)) {
      throw new ShapeError({
        where: 'reshape',
        argument: 'x',
        expected: `have ${sizeOf(this.shape)} elements in each sample, to become ${formatShape(this.shape)}`,
        received: formatShape(x.shape),
      });
    }
    return rearrange(x, [batch, ...this.shape]) as Tensor as Out; // one axis more than `shape`, as Out says
  }
}

/**
 * Gives each sample another shape, in row-major order; the batch axis stays.
 *
 * @param shape of one sample, without the batch axis; at most one size may be -1 and follows from the others
 * @returns a blueprint for inputs of any rank and dtype, all sizes known
 * @throws ArgumentError when a size is neither an integer of at least 1 nor the only -1
 * @throws ShapeError from `outputSpec`, when the input has another number of elements, or one that is not known
 * @example
 * using model = build(reshape([2, -1]), { input: [6] });
 * const y = model.forward(ones([5, 6]), inference()); // [5, 2, 3]
 */
export function reshape<const SampleShape extends Shape>(shape: SampleShape): Blueprint<Tensor, BatchOf<SampleShape>> {
  if (!Array.isArray(shape)) {
    const expected = 'be a list of integers';
    throw new ArgumentError({ where: 'reshape', argument: 'shape', expected, received: describeValue(shape) });
  }
  const open = shape.indexOf(-1);
  const given = shape.filter((_, axis) => axis !== open);
  assertSizes(given, shape);
  const known = sizeOf(given);
  const outputSpec = (input: Spec): TensorSpec<number[]> => {
    const { shape: before, dtype } = tensorInput('reshape', input, { dtype: 'any' });
    const total = before.reduce<number>((product, size) => product * (size ?? Number.NaN), 1);
    const sizes = shape.map((size, axis) => (axis === open ? total / known : size));
    if (sizeOf(sizes) !== total || !sizes.every(Number.isInteger)) {
      throw new ShapeError({
        where: 'reshape',
        argument: 'input',
        expected: `have ${open < 0 ? known : `a multiple of ${known}`} elements, to become [${shape.join(', ')}]`,
        received: formatSpec(input),
      });
    }
    return spec(sizes, dtype);
  };
  return defineLayer('reshape', [shape], {
    outputSpec,
    build: (input) => new Reshape({ shape: outputSpec(input).shape }),
  });
}

function assertSizes(sizes: Shape, shown: Shape = sizes): void {
  if (!sizes.every((size) => Number.isSafeInteger(size) && size >= 1)) {
    throw new ArgumentError({
      where: 'reshape',
      argument: 'shape',
      expected: 'be integers of at least 1, one of which may be -1',
      received: `[${shown.join(', ')}]`,
    });
  }
}
