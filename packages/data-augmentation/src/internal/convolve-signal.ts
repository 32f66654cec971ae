import { Fourier } from '@neurite/numeric/fourier';

/**
 * The convolution of a signal with a response, as long as the signal: by transforms of parts, which are added up. Two parts
 * are one transform, as its real and its imaginary numbers: the response is real, so they stay apart.
 */
export function convolveSignal(signal: Float64Array, response: Float64Array): Float64Array {
  const size = 2 ** Math.ceil(Math.log2(Math.max(2 * response.length, 2)));
  const part = size - response.length + 1;
  const fourier = new Fourier(size);
  const [responseRe, responseIm] = [new Float64Array(size), new Float64Array(size)];
  responseRe.set(response);
  fourier.forward(responseRe, responseIm);
  const result = new Float64Array(signal.length);
  const [re, im] = [new Float64Array(size), new Float64Array(size)];
  for (let start = 0; start < signal.length; start += 2 * part) {
    const next = start + part;
    re.fill(0);
    im.fill(0);
    re.set(signal.subarray(start, next));
    im.set(signal.subarray(next, next + part));
    fourier.forward(re, im);
    for (let k = 0; k < size; k++) {
      const real = re[k]! * responseRe[k]! - im[k]! * responseIm[k]!;
      im[k] = re[k]! * responseIm[k]! + im[k]! * responseRe[k]!;
      re[k] = real;
    }
    fourier.inverse(re, im);
    for (let n = 0; n < Math.min(size, signal.length - start); n++) result[start + n]! += re[n]!;
    for (let n = 0; n < Math.min(size, signal.length - next); n++) result[next + n]! += im[n]!;
  }
  return result;
}
