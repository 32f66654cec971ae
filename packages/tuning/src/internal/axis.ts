import type { Axis } from '../samplers/axis.js';
import type { ChoiceDimension, FloatDimension, IntDimension, Scalar } from '../space/space.js';

type Place = Pick<Axis, 'path' | 'condition'>;

export function makeAxis(
  dimension: FloatDimension | IntDimension | Pick<ChoiceDimension, 'kind' | 'options'>,
  place: Place,
): Axis {
  if (dimension.kind === 'choice') return choiceAxis(dimension.options, place);
  if (dimension.kind === 'int' && dimension.log) return logIntAxis(dimension, place);
  const { low, high, step, log } = dimension;
  return step === undefined ? continuousAxis(low, high, log, place) : steppedAxis(low, high, step, place);
}

function choiceAxis(options: readonly Scalar[], place: Place): Axis {
  return {
    ...evenLevels(options.length),
    ...place,
    isCategorical: true,
    valueAt: (position) => options[levelAt(position, options.length)]!,
    positionOf: (value) => {
      const level = options.indexOf(value as Scalar); // what is no scalar is not found
      return level < 0 ? undefined : (level + 0.5) / options.length;
    },
  };
}

function steppedAxis(low: number, high: number, step: number, place: Place): Axis {
  // (0.5 − 0) / 0.1 must have six levels, whatever rounding does.
  const levels = Math.floor((high - low) / step + 1e-9) + 1;
  return {
    ...evenLevels(levels),
    ...place,
    isCategorical: false,
    valueAt: (position) => Math.min(high, Math.max(low, rounded(low + levelAt(position, levels) * step, step))),
    positionOf: (value) => {
      if (typeof value !== 'number') return undefined;
      const level = Math.round((value - low) / step);
      const fits = level >= 0 && level < levels && Math.abs(low + level * step - value) <= 1e-6 * step;
      return fits ? (level + 0.5) / levels : undefined;
    },
  };
}

/** 3 · 0.1 is 0.30000000000000004; whoever said 0.1 means 0.3. */
function rounded(value: number, step: number): number {
  return Number.isInteger(step) ? value : Number(value.toPrecision(15));
}

function logIntAxis({ low, high }: IntDimension, place: Place): Axis {
  // Each integer takes what is nearest to it: from 0.5 below to 0.5 above.
  const start = Math.log(low - 0.5);
  const length = Math.log(high + 0.5) - start;
  const position = (value: number): number => (Math.log(value) - start) / length;
  const valueAt = (at: number): number => Math.min(high, Math.max(low, Math.round(Math.exp(start + at * length))));
  return {
    ...place,
    isCategorical: false,
    levels: high - low + 1,
    positionAt: (level) => position(low + level),
    valueAt,
    positionOf: (value) => (isIntegerWithin(value, low, high) ? position(value) : undefined),
    rangeAt: (at) => {
      const value = valueAt(at);
      return [position(value - 0.5), position(value + 0.5)];
    },
  };
}

function isIntegerWithin(value: unknown, low: number, high: number): value is number {
  return Number.isInteger(value) && (value as number) >= low && (value as number) <= high;
}

function continuousAxis(low: number, high: number, log: boolean, place: Place): Axis {
  const [start, end] = log ? [Math.log(low), Math.log(high)] : [low, high];
  const within = (value: number): number => Math.min(high, Math.max(low, value));
  return {
    ...place,
    isCategorical: false,
    levels: low === high ? 1 : Number.POSITIVE_INFINITY,
    positionAt: () => 0.5,
    valueAt: (position) => {
      // Not start + position · (end − start), which overflows between −1e308 and 1e308.
      const at = start * (1 - position) + end * position;
      return within(log ? Math.exp(at) : at);
    },
    positionOf: (value) => {
      if (typeof value !== 'number' || !(value >= low && value <= high)) return undefined;
      if (low === high) return 0.5;
      return (log ? Math.log(value) - start : value - start) / (end - start);
    },
    rangeAt: (position) => [position, position],
  };
}

/** The level at a position; 1 belongs to the last. */
function levelAt(position: number, levels: number): number {
  return Math.min(levels - 1, Math.max(0, Math.floor(position * levels)));
}

function evenLevels(levels: number): Pick<Axis, 'levels' | 'rangeAt' | 'positionAt'> {
  return {
    levels,
    positionAt: (level) => (level + 0.5) / levels,
    rangeAt: (position) => {
      const level = levelAt(position, levels);
      return [level / levels, (level + 1) / levels];
    },
  };
}
