import {
  abs,
  clone,
  complex,
  divNoNan,
  fft,
  type GradConfig,
  ifft,
  imag,
  mul,
  neg,
  real,
  reshape,
  type Tensor,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { sumTo } from '../internal/broadcast.js';
import { type InputGradients, kernelGradient } from '../internal/kernel-gradient.js';
import { recordedInputs } from '../internal/tape.js';
import { type Shape, sameShape } from '../shape.js';

/**
 * Gradients of complex tensors: ∂L/∂re + i·∂L/∂im, so that the gradient of a linear map is its conjugate transpose.
 */
export const complexGradients: readonly GradConfig[] = [
  kernelGradient('Complex', [], (dy) => ({ real: () => real(dy), imag: () => imag(dy) })),
  kernelGradient('Real', [], (dy) => ({ input: () => admitted(complex(dy, zerosLike(dy))) })),
  kernelGradient('Imag', [], (dy) => ({ input: () => admitted(complex(zerosLike(dy), dy)) })),
  // The gradient at 0 is 0.
  {
    kernelName: 'ComplexAbs',
    // Saving it keeps it alive; it is read from the record.
    inputsToSave: ['x'],
    gradFunc: (dy, saved) => ({
      x: () => {
        const x = recordedInputs(saved).x!;
        const share = divNoNan(dy as Tensor, abs(x)); // one output
        return admitted(complex(mul(real(x), share), mul(imag(x), share)));
      },
    }),
  },
  kernelGradient('FFT', [], (dy) => ({ input: () => admitted(scaled(ifft(dy), dy.shape.at(-1)!)) })),
  kernelGradient('IFFT', [], (dy) => ({ input: () => admitted(scaled(fft(dy), 1 / dy.shape.at(-1)!)) })),
];

/** Gradients of the kernels that take complex tensors too. */
const ofComplex: Readonly<
  Record<string, (dy: Tensor, saved: readonly Tensor[], real: InputGradients) => InputGradients>
> = {
  Add: (dy, saved) => {
    const { a, b } = recordedInputs(saved);
    return { a: () => summedTo(dy, a!.shape), b: () => summedTo(dy, b!.shape) };
  },
  Sub: (dy, saved) => {
    const { a, b } = recordedInputs(saved);
    return { a: () => summedTo(dy, a!.shape), b: () => scaled(summedTo(dy, b!.shape), -1) };
  },
  Multiply: (dy, saved) => {
    const { a, b } = recordedInputs(saved);
    return {
      a: () => summedTo(mul(dy, conjugate(b!)), a!.shape),
      b: () => summedTo(mul(dy, conjugate(a!)), b!.shape),
    };
  },
  Identity: (dy) => ({ x: () => clone(dy) }),
  // tfjs casts complex tensors, too, where they meet real ones.
  Cast: (dy, saved) => ({ x: () => (recordedInputs(saved).x!.dtype === 'complex64' ? clone(dy) : real(dy)) }),
  Reshape: (dy, [x]) => ({ x: () => reshape(dy, x!.shape) }),
  Concat: (_dy, _saved, parts) => parts,
};

/** The gradient of a kernel, for complex tensors too where it takes them. */
export function alsoOfComplex(gradient: GradConfig): GradConfig {
  const other = ofComplex[gradient.kernelName];
  if (other === undefined) return gradient;
  return {
    ...gradient,
    gradFunc: (dy, saved, attrs) => {
      const gradients = gradient.gradFunc(dy, saved, attrs);
      if (Array.isArray(dy) || dy.dtype !== 'complex64') return gradients;
      return Object.fromEntries(
        Object.entries(other(dy, saved, gradients)).map(([name, of]) => [name, () => admitted(of())]),
      );
    },
  };
}

function conjugate(z: Tensor): Tensor {
  return complex(real(z), neg(imag(z)));
}

/** Reverses a broadcast, as `sumTo` does. */
function summedTo(z: Tensor, shape: Shape): Tensor {
  return sameShape(z.shape, shape) ? clone(z) : complex(sumTo(real(z), shape), sumTo(imag(z), shape));
}

function scaled(z: Tensor, factor: number): Tensor {
  return complex(mul(real(z), factor), mul(imag(z), factor));
}

/**
 * Lets a complex gradient pass the tape. The tape refuses gradients that are not float32, although all that it does
 * after that check, adding and passing on, is right for complex tensors: the first read of the dtype answers float32.
 */
function admitted(gradient: Tensor): Tensor {
  if (gradient.dtype !== 'complex64') return gradient;
  let asked = false;
  return Object.defineProperty(gradient, 'dtype', {
    configurable: true,
    get: () => {
      if (asked) return 'complex64';
      asked = true;
      return 'float32';
    },
  });
}
