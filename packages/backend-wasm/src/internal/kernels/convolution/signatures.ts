import {
  ArgumentError,
  assertShape,
  checkChoice,
  checkInteger,
  checkSizes,
  describeValue,
  formatShape,
  ShapeError,
} from '@neurite/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { checkIntegers, checkPairs } from '../../checks.js';
import { type GivenAttributes, type Signature, shapes } from '../../signature.js';

type Named<Names extends string> = Readonly<Record<Names, TensorInfo>>;

/** Strides, dilations and sizes of windows at most, so that indices of 32 bits do not overflow. */
const MOST: number = 2 ** 24;
const IMAGES: readonly string[] = ['height', 'width'];
const VOLUMES: readonly string[] = ['depth', 'height', 'width'];

/** Checks strides, dilations and padding; explicit paddings of images may be negative, which crops. */
function checkWindows(where: string, attrs: GivenAttributes, axes: readonly string[] = IMAGES): void {
  const { strides, dilations = 1, pad, dimRoundingMode } = attrs;
  checkSizes(where, 'strides', strides, axes, { max: MOST });
  checkSizes(where, 'dilations', dilations ?? 1, axes, { max: MOST });
  if (Array.isArray(pad)) checkPairs(where, 'pad', pad, 4, { min: -MOST, max: MOST });
  else if (typeof pad === 'number') checkInteger(where, 'pad', pad, { min: 0, max: MOST });
  else checkChoice(where, 'pad', pad, ['valid', 'same']);
  if (dimRoundingMode) checkChoice(where, 'dimRoundingMode', dimRoundingMode, ['floor', 'round', 'ceil']);
}

/** Of images stored channels last or first, as `dataFormat` says. */
function byFormat(last: Signature, first: Signature): Signature {
  return (where, inputs, attrs) => {
    checkWindows(where, attrs);
    (attrs.dataFormat === 'NCHW' ? first : last)(where, inputs, attrs);
  };
}

const FUSED = { 'bias?': '...', 'preluActivationWeights?': '...' };

export const CONVOLUTION: Signature = byFormat(
  shapes({ x: 'n _ _ channels', filter: '_ _ channels filters', ...FUSED }),
  shapes({ x: 'n channels _ _', filter: '_ _ channels filters', ...FUSED }),
);

export const BIASED_CONVOLUTION: Signature = shapes(
  { x: 'n _ _ channels', kernel: '_ _ channels filters', bias: 'filters' },
  (where, attrs) => checkWindows(where, attrs),
);

/** Of images in groups: the kernel's channels are those of a group, and there are as many groups of filters. */
function inGroups(where: string, { x, kernel }: Readonly<Record<'x' | 'kernel', readonly number[]>>): void {
  const [channels, depth, filters] = [x[3]!, kernel[2]!, kernel[3]!];
  if (depth > 0 && channels > 0 && channels % depth === 0 && filters % (channels / depth) === 0) return;
  const expected = `have a number of channels that divides the ${channels} of the images, and filters in as many groups`;
  throw new ShapeError({ where, argument: 'filter', expected, received: formatShape(kernel) });
}

export const GROUPED_CONVOLUTION: Signature = shapes<Named<'x' | 'filter'>>(
  { x: 'n _ _ _', filter: '_ _ _ _' },
  (where, attrs, { x, filter }) => {
    channelsLast(where, attrs);
    inGroups(where, { x: x.shape, kernel: filter.shape });
  },
);

export const GROUPED_FILTER_GRADIENT: Signature = shapes<Named<'x' | 'dy'>>(
  { x: 'n _ _ _', dy: 'n _ _ _' },
  (where, attrs, { x, dy }) => {
    channelsLast(where, attrs);
    const { filterShape } = attrs;
    checkIntegers(where, 'filterShape', filterShape, 4, { min: 0 });
    inGroups(where, { x: x.shape, kernel: filterShape });
    assertShape(where, 'filterShape', filterShape, [...filterShape.slice(0, 3), dy.shape[3]!]);
  },
);

export const GROUPED_INPUT_GRADIENT: Signature = shapes<Named<'dy' | 'filter'>>(
  { dy: 'n _ _ filters', filter: '_ _ _ filters' },
  (where, attrs, { dy, filter }) => {
    channelsLast(where, attrs);
    const { inputShape } = attrs;
    checkIntegers(where, 'inputShape', inputShape, 4, { min: 0 });
    inGroups(where, { x: inputShape, kernel: filter.shape });
    assertShape(where, 'inputShape', inputShape, [dy.shape[0]!, ...inputShape.slice(1)]);
  },
);

export const FILTER_GRADIENT: Signature = byFormat(
  shapes({ x: 'n _ _ _', dy: 'n _ _ _' }, ofFilter(3)),
  shapes({ x: 'n _ _ _', dy: 'n _ _ _' }, ofFilter(1)),
);

/** @param axis of the channels */
function ofFilter(axis: number): (where: string, attrs: GivenAttributes, inputs: Named<'x' | 'dy'>) => void {
  return (where, { filterShape }, { x, dy }) => {
    checkIntegers(where, 'filterShape', filterShape, x.shape.length, { min: 0 });
    const [channels, filters] = [x.shape[axis]!, dy.shape[axis]!];
    assertShape(where, 'filterShape', filterShape, [...filterShape.slice(0, -2), channels, filters]);
  };
}

export const INPUT_GRADIENT: Signature = byFormat(
  shapes({ dy: 'n _ _ filters', filter: '_ _ channels filters' }, ofInput(3)),
  shapes({ dy: 'n filters _ _', filter: '_ _ channels filters' }, ofInput(1)),
);

function ofInput(axis: number): (where: string, attrs: GivenAttributes, inputs: Named<'dy' | 'filter'>) => void {
  return (where, { inputShape }, { dy, filter }) => {
    checkIntegers(where, 'inputShape', inputShape, dy.shape.length, { min: 0 });
    const expected = inputShape.map((extent, i) =>
      i === 0 ? dy.shape[0]! : i === axis ? filter.shape.at(-2)! : extent,
    );
    assertShape(where, 'inputShape', inputShape, expected);
  };
}

function channelsLast(where: string, attrs: GivenAttributes): void {
  checkWindows(where, attrs);
  if (attrs.dataFormat !== undefined) checkChoice(where, 'dataFormat', attrs.dataFormat, ['NHWC']);
}

export const DEPTHWISE: Signature = shapes(
  { x: 'n _ _ channels', filter: '_ _ channels times', ...FUSED },
  channelsLast,
);

export const DEPTHWISE_FILTER_GRADIENT: Signature = shapes<Named<'x' | 'dy'>>(
  { x: 'n _ _ channels', dy: 'n _ _ _' },
  (where, attrs, { x, dy }) => {
    channelsLast(where, attrs);
    const { filterShape } = attrs;
    checkIntegers(where, 'filterShape', filterShape, 4, { min: 0 });
    const channels = x.shape[3]!;
    assertShape(where, 'filterShape', filterShape, [-1, -1, channels, -1]);
    assertShape(where, 'dy', dy.shape, [-1, -1, -1, channels * filterShape[3]!]);
  },
);

export const DEPTHWISE_INPUT_GRADIENT: Signature = shapes<Named<'dy' | 'filter'>>(
  { dy: 'n _ _ _', filter: '_ _ channels times' },
  (where, attrs, { dy, filter }) => {
    channelsLast(where, attrs);
    const [, , channels, times] = filter.shape as [number, number, number, number];
    checkIntegers(where, 'inputShape', attrs.inputShape, 4, { min: 0 });
    assertShape(where, 'inputShape', attrs.inputShape, [dy.shape[0]!, -1, -1, channels]);
    assertShape(where, 'dy', dy.shape, [-1, -1, -1, channels * times]);
  },
);

function ofVolumes<Inputs>(
  inputs: Readonly<Record<string, string>>,
  attributes?: (where: string, attrs: GivenAttributes, inputs: Inputs) => void,
): Signature {
  return shapes<Inputs>(inputs, (where, attrs, given) => {
    checkWindows(where, attrs, VOLUMES);
    if (Array.isArray(attrs.pad)) {
      const expected = "be an integer of at least 0, 'valid' or 'same', for volumes";
      throw new ArgumentError({ where, argument: 'pad', expected, received: describeValue(attrs.pad) });
    }
    attributes?.(where, attrs, given);
  });
}

export const CONVOLUTION_3D: Signature = ofVolumes({ x: 'n _ _ _ channels', filter: '_ _ _ channels filters' });
export const FILTER_GRADIENT_3D: Signature = ofVolumes({ x: 'n _ _ _ _', dy: 'n _ _ _ _' }, ofFilter(4));
export const INPUT_GRADIENT_3D: Signature = ofVolumes(
  { dy: 'n _ _ _ filters', filter: '_ _ _ channels filters' },
  ofInput(4),
);

/** The windows of pooling. */
export function pooling(rank: 4 | 5, inputs: readonly string[]): Signature {
  const [axes, pattern] = rank === 4 ? [IMAGES, 'n _ _ _'] : [VOLUMES, 'n _ _ _ _'];
  const patterns = Object.fromEntries(inputs.map((input) => [input, pattern]));
  const check = (where: string, attrs: GivenAttributes): void => {
    checkSizes(where, 'filterSize', attrs.filterSize, axes, { max: MOST });
    if (rank === 4) checkWindows(where, attrs);
  };
  return rank === 4 ? shapes(patterns, check) : ofVolumes(patterns, check);
}

export const DILATION: Signature = shapes({ x: 'n _ _ channels', filter: '_ _ channels' }, (where, attrs) =>
  checkWindows(where, attrs),
);
export const DILATION_GRADIENT: Signature = shapes(
  { x: 'n _ _ channels', filter: '_ _ channels', dy: 'n _ _ channels' },
  (where, attrs) => checkWindows(where, attrs),
);
