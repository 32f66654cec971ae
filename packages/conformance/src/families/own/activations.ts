import { erf, sigmoid } from '../../special-functions.js';

/** The name of an activation. */
export type Activation = 'linear' | 'relu' | 'sigmoid' | 'tanh' | 'gelu' | 'geluTanh' | 'silu' | 'hardSwish';

/** The activations of the fused operations. */
export const activations: Readonly<Record<Activation, (z: number) => number>> = {
  linear: (z) => z,
  relu: (z) => Math.max(z, 0),
  sigmoid,
  tanh: Math.tanh,
  gelu: (z) => (z * (1 + erf(z / Math.SQRT2))) / 2,
  geluTanh: (z) => (z * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (z + 0.044715 * z ** 3)))) / 2,
  silu: (z) => z * sigmoid(z),
  hardSwish: (z) => z * Math.min(Math.max(z / 6 + 0.5, 0), 1),
};

/** All names of activations. */
export const activationNames: readonly Activation[] = Object.keys(activations) as Activation[]; // the keys above
