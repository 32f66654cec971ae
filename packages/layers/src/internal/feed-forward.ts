import { type AnyBlueprint, type AnyRank, checkChoice, checkInteger, checkNumber } from '@neurite/core';
import { geglu } from '../activations/geglu.js';
import { gelu } from '../activations/gelu.js';
import { glu } from '../activations/glu.js';
import { reglu } from '../activations/reglu.js';
import { relu } from '../activations/relu.js';
import { silu } from '../activations/silu.js';
import { swiglu } from '../activations/swiglu.js';
import { dense } from '../linear/dense.js';
import { layerNorm } from '../normalization/layer-norm.js';
import { rmsNorm } from '../normalization/rms-norm.js';
import type { PositionScheme } from '../position/position-scheme.js';
import { dropout } from '../regularization/dropout.js';
import { namedSequential } from '../wiring/named-sequential.js';

/** The activations of a feed-forward network; those that end in `glu` have a gate. */
export type FeedForwardActivation = 'relu' | 'gelu' | 'silu' | 'glu' | 'swiglu' | 'geglu' | 'reglu';

const ACTIVATIONS = { relu, gelu, silu, glu, swiglu, geglu, reglu };

/** The options that transformer blocks share. */
export type TransformerOptions = {
  /** The number of heads that share the features: an integer of at least 1 that divides them. */
  readonly heads: number;
  /** The number of features between the two layers of the feed-forward network. Default 4 times the features. */
  readonly hidden?: number | undefined;
  /** After the first of them; with a gate it has twice as many columns. Default `gelu`. */
  readonly activation?: FeedForwardActivation;
  /** Where norms stand: before each part (`pre`), or after each sum (`post`), as in the paper. Default `pre`. */
  readonly normalization?: 'pre' | 'post';
  /** Which norm: `layer` or `rms`. Default `layer`. */
  readonly norm?: 'layer' | 'rms';
  /** The epsilon of the norms, above 0. Default 1e-5. */
  readonly epsilon?: number;
  /** The share that is dropped of attention weights, hidden features and the output of each part, in [0, 1). Default 0. */
  readonly dropout?: number;
  /** The number of heads of keys and values. Default: as many as `heads`. */
  readonly keyValueHeads?: number | undefined;
  /** How tokens know where they stand. Default: they do not. */
  readonly position?: PositionScheme | undefined;
  /** Whether dense layers and attention have biases. Default true. */
  readonly useBias?: boolean;
};

/** The defaults of `TransformerOptions`. */
export function transformerDefaults(options: { readonly heads: number }): Required<TransformerOptions> {
  return {
    heads: options?.heads,
    hidden: undefined,
    activation: 'gelu',
    normalization: 'pre',
    norm: 'layer',
    epsilon: 1e-5,
    dropout: 0,
    keyValueHeads: undefined,
    position: undefined,
    useBias: true,
  };
}

/** @throws ArgumentError when an option is out of its range */
export function checkTransformer(where: string, options: Required<TransformerOptions>): void {
  checkInteger(where, 'heads', options.heads, { min: 1 });
  if (options.hidden !== undefined) checkInteger(where, 'hidden', options.hidden, { min: 1 });
  checkChoice(where, 'activation', options.activation, ['relu', 'gelu', 'silu', 'glu', 'swiglu', 'geglu', 'reglu']);
  checkChoice(where, 'normalization', options.normalization, ['pre', 'post']);
  checkChoice(where, 'norm', options.norm, ['layer', 'rms']);
  checkNumber(where, 'epsilon', options.epsilon, { above: 0 });
  checkNumber(where, 'dropout', options.dropout, { atLeast: 0, below: 1 });
}

/** The norm that the options name. */
export function normOf({ norm, epsilon }: Required<TransformerOptions>): AnyRank {
  return norm === 'rms' ? rmsNorm({ epsilon }) : layerNorm({ epsilon });
}

/** Two dense layers with an activation between them, for each token alone. */
export function feedForward(features: number, options: Required<TransformerOptions>): AnyBlueprint {
  const { activation, hidden = 4 * features, dropout: rate, useBias } = options;
  const columns = activation.endsWith('glu') ? 2 * hidden : hidden;
  return namedSequential({
    up: dense(columns, { useBias }),
    activation: ACTIVATIONS[activation](),
    ...(rate > 0 && { dropout: dropout(rate) }),
    down: dense(features, { useBias }),
  });
}
