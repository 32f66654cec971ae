import {
  type Blueprint,
  defineLayer,
  glorotUniform,
  type Initializer,
  Module,
  Parameter,
  type RandomStream,
  resolveOptions,
  tensorInput,
  zeros,
} from '@neurite/core';
import { fusedAttention } from '@neurite/ops';
import {
  type Rank,
  reshape,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tidy,
  transpose,
  unstack,
} from '@tensorflow/tfjs-core';
import { assertPositiveInteger } from '../internal/arguments.js';
import { assertDivides, assertLastAxis } from '../internal/last-axis.js';
import { project } from '../internal/project.js';
import { sideBySide } from '../internal/side-by-side.js';
import { elements, lastSize, sizesOf, specsOf } from '../internal/sizes.js';

/** The options of `multiHeadAttention`. */
export type MultiHeadAttentionOptions = {
  /** How many heads share the features, each with as many of them: an integer of at least 1 that divides them. */
  readonly heads: number;
  /** Whether a token sees none of those after it. Default false. */
  readonly causal?: boolean;
  /** Whether biases are added. Default true. */
  readonly useBias?: boolean;
  /** Draws the first kernels of query, key, value and output, each of shape [features, features]. Default `glorotUniform()`. */
  readonly kernelInitializer?: Initializer;
  /** Draws the first biases of query, key, value and output, each of shape [features]. Default `zeros()`. */
  readonly biasInitializer?: Initializer;
};

/** What the module of `multiHeadAttention` is made of. */
export type MultiHeadAttentionModuleOptions = MultiHeadAttentionOptions & {
  /** How many numbers each token has: an integer of at least 1. */
  readonly features: number;
  /** Draws the first weights, from children with the names of the parameters, and of query, key, value below these. */
  readonly random: RandomStream;
};

const PARTS = ['query', 'key', 'value'] as const;

/** The module of `multiHeadAttention`. */
export class MultiHeadAttention extends Module<Tensor3D, Tensor3D> {
  /** Shape [features, 3 · features]: query, key, value side by side, in each of them head by head. */
  readonly kernel: Parameter<Tensor2D>;
  /** Shape [3 · features]. */
  readonly bias: Parameter<Tensor1D> | undefined;
  /** Shape [features, features]. */
  readonly outputKernel: Parameter<Tensor2D>;
  /** Shape [features]. */
  readonly outputBias: Parameter<Tensor1D> | undefined;
  readonly heads: number;
  readonly causal: boolean;

  /**
   * @throws ArgumentError when `features` or `heads` is not an integer of at least 1
   * @throws ShapeError when the heads do not divide the features
   */
  constructor({ features, random, ...options }: MultiHeadAttentionModuleOptions) {
    super();
    const { heads, causal, useBias, kernelInitializer, biasInitializer } = resolve(options);
    assertPositiveInteger('multiHeadAttention', 'features', features);
    assertDivides('multiHeadAttention', features, { name: 'features', parts: [heads, 'heads'] });
    const parts = (name: string) => ({ names: PARTS, random: random.child(name) });
    const square = [features, features];
    this.kernel = sideBySide(kernelInitializer, square, parts('kernel'));
    this.bias = useBias ? sideBySide(biasInitializer, [features], parts('bias')) : undefined;
    this.outputKernel = new Parameter(kernelInitializer(square, random.child('outputKernel')) as Tensor2D); // of this shape
    this.outputBias = useBias
      ? new Parameter(biasInitializer([features], random.child('outputBias')) as Tensor1D) // of this shape
      : undefined;
    this.heads = heads;
    this.causal = causal;
  }

  /**
   * @param x shape [batch, tokens, features]; any number of tokens, whatever the layer was built for
   * @returns a new tensor of the same shape, owned by the caller
   * @throws ShapeError when `x` has another rank, or other features than the layer was built for
   */
  override forward(x: Tensor3D): Tensor3D {
    const { heads, causal } = this;
    const features = this.outputKernel.shape[0]!;
    assertLastAxis('multiHeadAttention', x, { size: features, name: 'features', between: 'tokens' });
    const [batch, tokens] = x.shape;
    return tidy(() => {
      const projected = project(x, { kernel: this.kernel.value, bias: this.bias?.value });
      const byHead = reshape(projected, [batch, tokens, PARTS.length, heads, features / heads]);
      const parts = unstack(transpose(byHead, [2, 0, 3, 1, 4])) as [Tensor, Tensor, Tensor]; // the first axis
      const [query, key, value] = parts; // [batch, heads, tokens, features / heads] each
      const seen = transpose(fusedAttention({ query, key, value }, { causal }), [0, 2, 1, 3]);
      const merged = reshape<Rank.R3>(seen, [batch, tokens, features]);
      return project(merged, { kernel: this.outputKernel.value, bias: this.outputBias?.value });
    });
  }
}

/**
 * Self-attention with several heads: each token becomes a mixture of what it sees, by weights that come from all of
 * them. Each head has its own columns of query, key and value, d = features / heads of each:
 *
 * `q, k, v = x · kernel + bias`, `head = softmax(q · kᵀ / √d) · v`, `y = heads side by side · outputKernel + outputBias`.
 *
 * Without `causal` the order of the tokens makes no difference to it: add a `positionalEmbedding` before. Values are
 * those of PyTorch's `MultiheadAttention` with x for query, key and value.
 *
 * @returns a blueprint that takes [tokens, features] to the same
 * @throws ArgumentError when `heads` is not an integer of at least 1
 * @throws ShapeError from `outputSpec`, when the input shape is not [tokens, features], or the heads do not divide the
 * features
 * @example
 * const network = sequential(embedding(50, 8), positionalEmbedding(16), multiHeadAttention({ heads: 2, causal: true }));
 * using model = build(network, { input: tokens([null]), seed: 7 });
 * const y = model.forward(tensor2d([[4, 49, 0]], [1, 3], 'int32'), inference()); // shape [1, 3, 8]
 * @see Vaswani et al., "Attention is all you need", 2017
 */
export function multiHeadAttention(options: MultiHeadAttentionOptions): Blueprint<Tensor3D, Tensor3D> {
  const { heads, useBias } = resolve(options);
  return defineLayer('multiHeadAttention', [options], {
    outputSpec: (input) => {
      const given = tensorInput('multiHeadAttention', input, { axes: ['tokens', 'features'], known: ['features'] });
      assertDivides('multiHeadAttention', given, { name: 'features', parts: [heads, 'heads'] });
      return given;
    },
    describe: (input) => {
      const features = lastSize(input);
      const tokens = elements(sizesOf(input).slice(0, 1));
      return {
        parameters: specsOf({
          kernel: [features, PARTS.length * features],
          bias: useBias ? [PARTS.length * features] : undefined,
          outputKernel: [features, features],
          outputBias: useBias ? [features] : undefined,
        }),
        multiplyAdds: 4 * tokens * features ** 2 + 2 * tokens ** 2 * features,
      };
    },
    build: (input, { random }) => new MultiHeadAttention({ features: lastSize(input), random, ...options }),
  });
}

function resolve(options: MultiHeadAttentionOptions) {
  const resolved = resolveOptions('multiHeadAttention', options, {
    heads: options.heads,
    causal: false,
    useBias: true,
    kernelInitializer: glorotUniform(),
    biasInitializer: zeros(),
  });
  assertPositiveInteger('multiHeadAttention', 'heads', resolved.heads);
  return resolved;
}
