import { binary } from './families/binary.js';
import { convolutions } from './families/convolutions.js';
import { images } from './families/images.js';
import { indexing } from './families/indexing.js';
import { losses } from './families/losses.js';
import { own } from './families/own.js';
import { pools } from './families/pools.js';
import { products } from './families/products.js';
import { reductions } from './families/reductions.js';
import { shapes } from './families/shapes.js';
import { spectra } from './families/spectra.js';
import { unary } from './families/unary.js';
import type { Spec } from './spec.js';

/** Every operation of the table, by family. */
export const families: Readonly<Record<string, readonly Spec[]>> = {
  'Elementwise, one input': unary,
  'Elementwise, several inputs': binary,
  'Reductions and normalisation': reductions,
  Matrices: products,
  Convolutions: convolutions,
  Pools: pools,
  Shapes: shapes,
  Positions: indexing,
  Pictures: images,
  'Complex numbers and spectra': spectra,
  'Losses and cells': losses,
  "The project's own": own,
};
