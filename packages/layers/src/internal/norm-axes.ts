import {
  type AnyRank,
  ArgumentError,
  checkInteger,
  defineAnyRank,
  describeValue,
  formatShape,
  formatSpec,
  type Module,
  ShapeError,
  type Spec,
  sizeOf,
  type TensorSpec,
  tensorInput,
} from '@neurite/core';
import { reshape, type Tensor, type Tensor1D, transpose } from '@tensorflow/tfjs-core';
import { alongLastAxis, assertLastAxis } from './last-axis.js';
import { lastSize, sizesOf, specsOf } from './sizes.js';

/** The last axis alone. */
export const LAST: readonly number[] = [-1];

/**
 * @param axes of what is normalized together, the batch counted as axis 0, or from the end
 * @throws ArgumentError
 */
export function checkNormAxes(where: string, axes: unknown): asserts axes is readonly number[] {
  const isList = Array.isArray(axes) && axes.length > 0 && new Set(axes).size === axes.length;
  if (isList && axes.every((axis) => Number.isSafeInteger(axis) && axis !== 0)) return;
  const expected = 'be a list of integers other than 0, which is the batch, each once';
  throw new ArgumentError({ where, argument: 'axes', expected, received: describeValue(axes) });
}

/** Whether a norm over these axes leaves the steps of a sequence, axis 1, to themselves. */
export function isStepwise(axes: readonly number[]): boolean {
  return axes.every((axis) => axis === -1 || axis > 1);
}

/**
 * @param rank with the batch
 * @returns the axes counted from the batch on, in ascending order; undefined where one of them is missing
 */
function countedAxes(axes: readonly number[], rank: number): readonly number[] | undefined {
  const counted = axes.map((axis) => (axis < 0 ? rank + axis : axis)).sort((a, b) => a - b);
  const fit = counted.every((axis, i) => axis >= 1 && axis < rank && axis !== counted[i - 1]);
  return fit ? counted : undefined;
}

/** The sizes that a norm was built for, as the shape of its parameters. */
export function shapeOf(features: number | readonly number[]): number[] {
  return typeof features === 'number' ? [features] : [...features];
}

/**
 * @returns the shape of the parameters
 * @throws ArgumentError unless the sizes are integers of at least 1
 */
export function checkFeatures(where: string, features: number | readonly number[]): number[] {
  const shape = shapeOf(features);
  for (const size of shape) checkInteger(where, 'features', size, { min: 1 });
  return shape;
}

/** Parameters as one axis. */
export function asRow(of: Tensor): Tensor1D {
  return (of.rank === 1 ? of : reshape(of, [of.size])) as Tensor1D; // one axis
}

/** The blueprint of a norm over the last axis, or over several. */
export function normOver(
  where: string,
  options: object,
  axes: readonly number[],
  {
    parameters,
    build,
  }: {
    /** The names of those that have the sizes of the axes. */
    readonly parameters: readonly string[];
    readonly build: <T extends Tensor>(features: number | readonly number[]) => Module<T, T>;
  },
): AnyRank {
  if (axes.length === 1 && axes[0] === -1) {
    return alongLastAxis(where, [options], {
      axis: 'features',
      describe: (input) => ({
        parameters: specsOf(Object.fromEntries(parameters.map((name) => [name, [lastSize(input)]]))),
      }),
      build: <T extends Tensor>(input: Spec) => build<T>(lastSize(input)),
    });
  }
  return defineAnyRank(where, [options], {
    outputSpec: (input) => normInput(where, input, axes).given,
    describe: (input) => {
      const { features } = normInput(where, input, axes);
      return { parameters: specsOf(Object.fromEntries(parameters.map((name) => [name, features]))) };
    },
    build: <T extends Tensor>(input: Spec) => build<T>(normInput(where, input, axes).features),
  });
}

/** What a norm over several axes gives, and the sizes of those axes, which must be known. */
function normInput(
  where: string,
  input: Spec,
  axes: readonly number[],
): { readonly given: TensorSpec; readonly features: readonly number[] } {
  const given = tensorInput(where, input);
  const sizes = [null, ...sizesOf(given)];
  const features = countedAxes(axes, sizes.length)?.map((axis) => sizes[axis]!);
  if (features?.every((size) => typeof size === 'number')) return { given, features };
  const expected = `have known sizes of the axes ${axes.join(', ')}, the batch counted as 0`;
  throw new ShapeError({ where, argument: 'input', expected, received: formatSpec(input) });
}

/**
 * Normalizes along several axes. To be called in a scope.
 *
 * @param features the sizes of these axes that the layer was built for
 * @param f of rows [rows, features]
 * @throws ShapeError when `x` has other sizes
 */
export function overAxes(
  where: string,
  x: Tensor,
  { axes, features: sizes }: { readonly axes: readonly number[]; readonly features: number | readonly number[] },
  f: (rows: Tensor) => Tensor,
): Tensor {
  if (typeof sizes === 'number') {
    assertLastAxis(where, x, { size: sizes, name: 'features' });
    return f(x);
  }
  const [{ shape }, features] = [x, sizes];
  const counted = countedAxes(axes, shape.length);
  if (counted === undefined || counted.some((axis, i) => shape[axis] !== features[i])) {
    const expected = `have the sizes ${formatShape(features)} along the axes ${axes.join(', ')}`;
    throw new ShapeError({ where, argument: 'x', expected, received: formatShape(shape) });
  }
  const others = shape.map((_, axis) => axis).filter((axis) => !counted.includes(axis));
  const order = [...others, ...counted];
  const isLast = order.every((axis, i) => axis === i);
  const turned = isLast ? x : transpose(x, order);
  const count = sizeOf(features);
  const y = reshape(f(reshape(turned, [sizeOf(others.map((axis) => shape[axis]!)), count])), turned.shape);
  if (isLast) return y;
  return transpose(
    y,
    order.map((_, axis) => order.indexOf(axis)),
  );
}
