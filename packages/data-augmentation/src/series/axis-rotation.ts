import { checkNumber, formatShape, resolveOptions, ShapeError } from '@neurite/core';
import { type Chance, type SignalAugmentation, signalAugmentation } from '../internal/signal-augmentation.js';

export type AxisRotationOptions = Chance & {
  /** The greatest angle in degrees, to either side: 0 to 180. Default 180. */
  readonly angle?: number;
};

/** The angle in degrees, and the axis that three channels are turned about, of length 1. */
export type AxisRotationDraw = { readonly angle: number; readonly axis: readonly [number, number, number] };

/**
 * Turns the axes of a sensor: signals of 3 channels about a random axis, those of 2 in their plane, as if the sensor had been
 * worn another way.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range; ShapeError for signals of another number of channels
 * @example
 * const turn = axisRotation({ angle: 30 });
 * turn.signal(hostArray(Float32Array.of(1, 0), [1, 2]), { angle: 90, axis: [0, 0, 1] }); // 0, 1
 * @see Um et al., "Data Augmentation of Wearable Sensor Data for Parkinson's Disease Monitoring using Convolutional Neural
 *   Networks", 2017
 */
export function axisRotation(options: AxisRotationOptions = {}): SignalAugmentation<AxisRotationDraw> {
  const name = 'axisRotation';
  const { probability, angle: most } = resolveOptions(name, options, { probability: 1, angle: 180 });
  checkNumber(name, 'angle', most, { atLeast: 0, atMost: 180 });
  return signalAugmentation<AxisRotationDraw>({
    name,
    probability,
    draw: (random) => {
      const axis = [random.normal(), random.normal(), random.normal()] as const;
      const length = Math.hypot(...axis);
      return { angle: most * (2 * random.uniform() - 1), axis: [axis[0] / length, axis[1] / length, axis[2] / length] };
    },
    signal: ({ data, time, channels }, to, { angle, axis }) => {
      if (channels !== 2 && channels !== 3) {
        const expected = 'have 2 or 3 channels';
        throw new ShapeError({ where: name, argument: 'signal', expected, received: formatShape([time, channels]) });
      }
      const matrix = rotation(angle, channels === 2 ? [0, 0, 1] : axis);
      for (let at = 0; at < data.length; at += channels) {
        for (let row = 0; row < channels; row++) {
          let sum = 0;
          for (let column = 0; column < channels; column++) sum += matrix[3 * row + column]! * data[at + column]!;
          to[at + row] = sum;
        }
      }
    },
  });
}

/** Rodrigues' formula, row by row. */
function rotation(degrees: number, [x, y, z]: readonly [number, number, number]): readonly number[] {
  const radians = (degrees * Math.PI) / 180;
  const [c, s] = [Math.cos(radians), Math.sin(radians)];
  const t = 1 - c;
  return [
    ...[c + t * x * x, t * x * y - s * z, t * x * z + s * y],
    ...[t * x * y + s * z, c + t * y * y, t * y * z - s * x],
    ...[t * x * z - s * y, t * y * z + s * x, c + t * z * z],
  ];
}
