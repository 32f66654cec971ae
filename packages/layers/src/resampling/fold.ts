import {
  type Blueprint,
  checkSizes,
  defineLayer,
  formatShape,
  formatSpec,
  Module,
  ShapeError,
  sizeOf,
  spec,
  tensorInput,
} from '@neurite/core';
import {
  reshape,
  type Tensor3D,
  type Tensor4D,
  tensor1d,
  tidy,
  transpose,
  unsortedSegmentSum,
} from '@tensorflow/tfjs-core';
import type { Size2d } from '../image-options.js';
import { padAxes } from '../internal/pad-axes.js';
import { AXES, type Ends, sidesOf, type Window } from '../internal/spatial.js';
import { unfoldWindow } from '../internal/unfold-window.js';
import { windowCounts, windowIndices } from '../internal/windows.js';
import type { UnfoldOptions } from './unfold.js';

/** The options of `fold`; those of `unfold`. */
export type FoldOptions = UnfoldOptions;

/** The module of `fold`. */
export class Fold extends Module<Tensor3D, Tensor4D> {
  readonly outputSize: readonly number[];
  readonly #window: Window;

  /** @throws ArgumentError when a size is not an integer of at least 1, or the padding or an option is unknown */
  constructor({
    outputSize,
    kernelSize,
    ...options
  }: FoldOptions & { readonly outputSize: Size2d; readonly kernelSize: Size2d }) {
    super();
    this.outputSize = checkSizes('fold', 'outputSize', outputSize, AXES[2]);
    this.#window = unfoldWindow('fold', kernelSize, options);
  }

  /**
   * @param x [batch, windows, elements · channels]
   * @returns a new tensor [batch, height, width, channels], owned by the caller
   * @throws ShapeError when `x` has another number of windows, or a size that the elements do not divide
   */
  override forward(x: Tensor3D): Tensor4D {
    const [window, spatial] = [this.#window, this.outputSize];
    const [windows, elements] = [sizeOf(windowCounts(window, spatial)), sizeOf(window.size)];
    if (x.rank !== 3 || x.shape[1] !== windows || x.shape[2] % elements !== 0) {
      const expected = `have shape [batch, ${windows}, ${elements} · channels]`;
      throw new ShapeError({ where: 'fold', argument: 'x', expected, received: formatShape(x.shape) });
    }
    const [batch, channels] = [x.shape[0], x.shape[2] / elements];
    const sides = sidesOf(window, spatial);
    const padded = spatial.map((size, axis) => size + sides[axis]![0] + sides[axis]![1]);
    return tidy(() => {
      const rows = transpose(reshape(x, [batch, windows * elements, channels]), [1, 0, 2]);
      const at = tensor1d(windowIndices(window, spatial, sides), 'int32');
      const sums = unsortedSegmentSum(reshape(rows, [windows * elements, batch * channels]), at, sizeOf(padded));
      const whole = transpose(reshape(sums, [sizeOf(padded), batch, channels]), [1, 0, 2]);
      const cut = sides.map(([before, after]): Ends => [0 - before, 0 - after]);
      return padAxes(reshape(whole, [batch, ...padded, channels]), cut) as Tensor4D; // images
    });
  }
}

/**
 * An image from its patches: the way back from `unfold`. Where windows overlap their elements add up; what lay in the
 * padding is left out.
 *
 * @param outputSize the height and width of the image that comes out; one number stands for both
 * @param kernelSize the height and width of the window in pixels; one number stands for both
 * @returns a blueprint that takes [windows, kernelHeight · kernelWidth · channels] to [height, width, channels]
 * @throws ArgumentError when a size is not an integer of at least 1, or the padding or an option is unknown
 * @throws ShapeError from `outputSpec`, when there is another number of windows, or the elements do not divide the size
 * @example
 * using model = build(fold([4, 6], 2, { strides: 2 }), { input: [6, 4], seed: 7 });
 * const y = model.forward(ones([1, 6, 4]), inference()); // [1, 4, 6, 1]
 */
export function fold(outputSize: Size2d, kernelSize: Size2d, options: FoldOptions = {}): Blueprint<Tensor3D, Tensor4D> {
  const window = unfoldWindow('fold', kernelSize, options);
  const spatial = checkSizes('fold', 'outputSize', outputSize, AXES[2]);
  const [windows, elements] = [sizeOf(windowCounts(window, spatial)), sizeOf(window.size)];
  return defineLayer('fold', [outputSize, kernelSize, options], {
    outputSpec: (input) => {
      const { shape } = tensorInput('fold', input, { axes: ['windows', 'features'], known: ['features'] });
      const features = shape[1]!; // known, as checked
      if ((shape[0] === null || shape[0] === windows) && features % elements === 0) {
        return spec([...spatial, features / elements]);
      }
      const expected = `be [${windows}, ${elements} · channels]`;
      throw new ShapeError({ where: 'fold', argument: 'input', expected, received: formatSpec(input) });
    },
    build: () => new Fold({ outputSize, kernelSize, ...options }),
  });
}
