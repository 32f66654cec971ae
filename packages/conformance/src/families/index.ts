import type { OperationSpec } from '../operation-spec.js';
import { binary } from './binary.js';
import { convolutions } from './convolutions.js';
import { exact } from './exact.js';
import { images } from './images.js';
import { indexing } from './indexing.js';
import { losses } from './losses.js';
import { own } from './own/index.js';
import { pools } from './pools.js';
import { products } from './products.js';
import { reductions } from './reductions.js';
import { shapes } from './shapes.js';
import { slices } from './slices.js';
import { spectra } from './spectra.js';
import { unary } from './unary.js';

/** Every operation of the table, by family. */
export const families: Readonly<Record<string, readonly OperationSpec[]>> = {
  'Elementwise, one input': unary,
  'Elementwise, several inputs': binary,
  'Reductions and normalization': reductions,
  Matrices: products,
  Convolutions: convolutions,
  Pools: pools,
  Shapes: [...shapes, ...slices],
  Indexing: indexing,
  Images: images,
  'Complex numbers and spectra': spectra,
  'Losses and cells': losses,
  'Integers, booleans and NaN': exact,
  "The project's own": own,
};
