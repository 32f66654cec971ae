import { activations } from './activations.js';
import { convolutions } from './convolutions.js';
import type { LayerCase } from './layer-case.js';
import { mixing } from './mixing.js';
import { norms } from './norms.js';
import { pools } from './pools.js';

/** What the suite `layers` measures. */
export const layerCases: readonly LayerCase[] = [...mixing, ...convolutions, ...pools, ...norms, ...activations];
