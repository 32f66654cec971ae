import * as tf from '@tensorflow/tfjs-core';
import { at, fill, mapped, type Nd } from '../nd.js';
import type { OperationSpec } from '../operation-spec.js';

/** Σ (re + i·im)·e^(±2πi·jk/n) along the rows of matrices. */
function fourier(re: Nd, im: Nd, sign: 1 | -1): [Nd, Nd] {
  const size = re.shape[1]!;
  const part = (of: (a: number, b: number, angle: number) => number): Nd =>
    fill(re.shape, ([row, k]) => {
      let sum = 0;
      for (let j = 0; j < size; j++) {
        sum += of(at(re, [row!, j]), at(im, [row!, j]), (sign * 2 * Math.PI * j * k!) / size);
      }
      return sum;
    });
  return [
    part((a, b, angle) => a * Math.cos(angle) - b * Math.sin(angle)),
    part((a, b, angle) => a * Math.sin(angle) + b * Math.cos(angle)),
  ];
}

const zeros = (x: Nd): Nd => mapped(x, () => 0);
const parts = (z: tf.Tensor): tf.Tensor[] => [tf.real(z), tf.imag(z)];
const columns = (x: Nd, count: number): Nd => fill([x.shape[0]!, count], ([row, k]) => at(x, [row!, k!]));

const transform = (name: string, run: (z: tf.Tensor) => tf.Tensor, sign: 1 | -1, scaled: boolean): OperationSpec => ({
  name,
  also: [`spectral.${name}`],
  // Whether the sum of everything is infinite or NaN depends on the order of its terms.
  without: ['infinite', 'nan', 'none'],
  draw: (draw) => {
    const shape = [draw.size(1, 3), draw.pick(1, 4, 5, 6, 8)];
    return {
      inputs: [draw.floats(shape), draw.floats(shape)],
      run: (re: tf.Tensor, im: tf.Tensor) => parts(run(tf.complex(re, im))),
      reference: (re, im) =>
        fourier(re, im, sign).map((part) => (scaled ? mapped(part, (value) => value / shape[1]!) : part)),
    };
  },
});

/** Complex numbers and Fourier transforms. Complex numbers come and go as two real ones. */
export const spectra: readonly OperationSpec[] = [
  {
    name: 'complex',
    also: ['real', 'imag'],
    elementwise: true,
    draw: (draw) => {
      const shape = draw.shape(2);
      return {
        inputs: [draw.floats(shape), draw.floats(shape)],
        run: (re: tf.Tensor, im: tf.Tensor) => parts(tf.complex(re, im)),
        reference: (re, im) => [re, im],
      };
    },
  },
  ...(
    [
      ['add', tf.add],
      ['sub', tf.sub],
      ['mul', tf.mul],
    ] as const
  ).map(
    ([name, run]): OperationSpec => ({
      name: `${name}, complex`,
      elementwise: true,
      without: ['huge', 'tiny', 'infinite', 'nan'],
      draw: (draw) => {
        const shape = draw.shape(2);
        return {
          inputs: [draw.floats(shape), draw.floats(shape), draw.floats(shape), draw.floats(shape)],
          run: (a: tf.Tensor, b: tf.Tensor, c: tf.Tensor, d: tf.Tensor) =>
            parts(run(tf.complex(a, b), tf.complex(c, d))),
          reference: (a, b, c, d) => {
            const both = (f: (i: number) => number): Nd => ({ ...a!, data: a!.data.map((_, i) => f(i)) });
            const [p, q, r, s] = [a!.data, b!.data, c!.data, d!.data];
            if (name === 'mul') {
              return [both((i) => p[i]! * r[i]! - q[i]! * s[i]!), both((i) => p[i]! * s[i]! + q[i]! * r[i]!)];
            }
            const sign = name === 'add' ? 1 : -1;
            return [both((i) => p[i]! + sign * r[i]!), both((i) => q[i]! + sign * s[i]!)];
          },
        };
      },
    }),
  ),
  {
    name: 'abs, complex',
    elementwise: true,
    draw: (draw) => {
      const shape = draw.shape(2);
      return {
        inputs: [draw.floats(shape), draw.floats(shape)],
        run: (re: tf.Tensor, im: tf.Tensor) => tf.abs(tf.complex(re, im)),
        reference: (re, im) => ({ ...re, data: re.data.map((value, i) => Math.hypot(value, im.data[i]!)) }),
      };
    },
  },
  transform('fft', tf.fft, -1, false),
  transform('ifft', tf.ifft, 1, true),
  {
    name: 'rfft',
    also: ['spectral.rfft'],
    without: ['infinite', 'nan', 'none'],
    draw: (draw) => {
      const shape = [draw.size(1, 3), draw.pick(4, 5, 8)];
      return {
        inputs: [draw.floats(shape)],
        run: (x: tf.Tensor) => parts(tf.spectral.rfft(x)),
        reference: (x) => fourier(x, zeros(x), -1).map((part) => columns(part, Math.floor(shape[1]! / 2) + 1)),
      };
    },
  },
  {
    name: 'irfft',
    also: ['spectral.irfft'],
    without: ['infinite', 'nan', 'none'],
    draw: (draw) => {
      const half = draw.some(3, 5);
      const size = 2 * (half - 1);
      const shape = [draw.size(1, 3), half];
      return {
        inputs: [draw.floats(shape), draw.floats(shape)],
        run: (re: tf.Tensor, im: tf.Tensor) => tf.spectral.irfft(tf.complex(re, im)),
        reference: (re, im) => {
          // The other half of a real signal's spectrum is this one's mirror; its ends have no imaginary part.
          const mirrored = (x: Nd, sign: number): Nd =>
            fill([shape[0]!, size], ([row, k]) => (k! < half ? at(x, [row!, k!]) : sign * at(x, [row!, size - k!])));
          return mapped(fourier(mirrored(re, 1), mirrored(im, -1), 1)[0], (value) => value / size);
        },
      };
    },
  },
  {
    name: 'signal.stft',
    without: ['infinite', 'nan'],
    draw: (draw) => {
      const [size, length, step] = [draw.some(8, 10), 4, draw.some(1, 3)];
      const frames = Math.floor((size - length) / step) + 1;
      return {
        inputs: [draw.floats([size])],
        run: (x: tf.Tensor1D) => parts(tf.signal.stft(x, length, step)),
        reference: (x) => {
          const cut = fill([frames, length], ([frame, i]) => {
            const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * i!) / length);
            return x.data[frame! * step + i!]! * hann;
          });
          return fourier(cut, zeros(cut), -1).map((part) => columns(part, length / 2 + 1));
        },
      };
    },
  },
];
