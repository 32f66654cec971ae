import type { Registry } from '../config.js';
import { constant } from '../initializers/constant.js';
import { dirac } from '../initializers/dirac.js';
import { glorotNormal } from '../initializers/glorot-normal.js';
import { glorotUniform } from '../initializers/glorot-uniform.js';
import { heNormal } from '../initializers/he-normal.js';
import { heUniform } from '../initializers/he-uniform.js';
import { identity } from '../initializers/identity.js';
import { lecunNormal } from '../initializers/lecun-normal.js';
import { lecunUniform } from '../initializers/lecun-uniform.js';
import { normal } from '../initializers/normal.js';
import { ones } from '../initializers/ones.js';
import { orthogonal } from '../initializers/orthogonal.js';
import { sparse } from '../initializers/sparse.js';
import { truncatedNormal } from '../initializers/truncated-normal.js';
import { uniform } from '../initializers/uniform.js';
import { varianceScaling } from '../initializers/variance-scaling.js';
import { zeros } from '../initializers/zeros.js';

/** The initializers of this package by their names in a config, where `identity` is not the layer of that name. */
export const ownInitializers: Registry = Object.fromEntries(
  Object.entries({
    constant,
    dirac,
    glorotNormal,
    glorotUniform,
    heNormal,
    heUniform,
    identity,
    lecunNormal,
    lecunUniform,
    normal,
    ones,
    orthogonal,
    sparse,
    truncatedNormal,
    uniform,
    varianceScaling,
    zeros,
  }).map(([name, initializer]) => [`initializers.${name}`, initializer]),
);
