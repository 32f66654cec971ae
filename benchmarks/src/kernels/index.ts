import { copies } from './copies.js';
import { elementwise } from './elementwise.js';
import { images } from './images.js';
import type { KernelCase } from './kernel-case.js';
import { products } from './products.js';
import { reductions } from './reductions.js';

/** Every kernel of numbers that tfjs's wasm backend has, each at two sizes or more, by name. */
export const kernelCases: readonly KernelCase[] = [
  ...elementwise,
  ...reductions,
  ...products,
  ...copies,
  ...images,
].sort((a, b) => (a.kernel.toLowerCase() < b.kernel.toLowerCase() ? -1 : a.kernel === b.kernel ? 0 : 1));

/** Kernels of strings, which no wasm computes. */
export const leftOut: readonly string[] = ['StringNGrams', 'StringSplit', 'StringToHashBucketFast'];
