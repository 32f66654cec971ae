import {
  type AnyBlueprint,
  type AnyRank,
  type AnyRankParts,
  type Blueprint,
  type Context,
  checkBlueprint,
  childContext,
  collectPenalties,
  defineAnyRank,
  defineLayer,
  type LayerParts,
  type Module,
  memoryScope,
  type NamedTensors,
  Parameter,
  parameters,
  type RunOutput,
  tensorInput,
  valueAndGradients,
  within,
} from '@neurite/core';
import {
  concat,
  customGrad,
  dispose,
  type GradSaveFunc,
  mul,
  reshape,
  type Scalar,
  slice,
  sum,
  type Tensor,
  tidy,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { buildBelow, type Call, type Child, Container, type Masked } from '../internal/container.js';

const PLACE = 'inner of remat';

/** The module of `remat`. */
export class Remat<In extends Tensor = Tensor, Out extends Tensor = Tensor> extends Container<In, Out> {
  readonly inner: Module<In, Out>;

  /** @param options inner: gives one tensor; this module owns it from now on */
  constructor({ inner }: { readonly inner: Module<In, Out> }) {
    super();
    this.inner = inner;
  }

  /**
   * @param x what the inner module takes
   * @returns what it gives, owned by the caller
   */
  override forward(x: In, context: Context): Out {
    if (!context.training) return super.forward(x, context);
    return memoryScope('remat', () => recomputed(this.inner, x, childContext(context, 'inner')));
  }

  protected override children(): readonly Child[] {
    return [{ path: 'inner', place: PLACE, module: this.inner }];
  }

  protected override pass(input: Masked<In>, call: Call): Omit<RunOutput<Out>, 'state'> {
    const { outputs, mask } = call(this.children()[0]!, input);
    return { outputs: outputs as Out, mask }; // what the inner module gives
  }
}

/** The forward pass of a module, of which the backward pass remembers its input alone. In a scope. */
function recomputed<In extends Tensor, Out extends Tensor>(module: Module<In, Out>, x: In, context: Context): Out {
  const held = [...parameters(module).values()];
  const { training, random, rows, sumOverReplicas } = context;
  let shape: readonly number[] = [];
  let penalized = false;
  /** The pass with these numbers; what it adds to the loss stands behind its output. */
  const pass = (input: Tensor, values: readonly Tensor[], keys: Context['random']) => {
    const loans = new Map(held.map((parameter, i) => [parameter, values[i]!]));
    const own: Context = { training, random: keys, rows, sumOverReplicas };
    return Parameter.lend(loans, () =>
      tidy(() => {
        const { result, penalty } = collectPenalties(own, (within) => module.forward(input as In, within)); // the same input
        shape = result.shape;
        penalized = penalty !== undefined;
        return penalty === undefined ? result : concat([reshape(result, [result.size]), reshape(penalty, [1])]);
      }),
    );
  };
  const inputs = [x, ...held.map(({ value }) => value)];
  const differentiable = customGrad((...args) => {
    const save = args.pop() as GradSaveFunc; // customGrad adds it
    const [input, ...values] = args as Tensor[]; // what is handed to it below
    save(args as Tensor[]);
    const { result, assigned } = within(PLACE, () => pass(input!, values, random));
    for (const [parameter, next] of assigned) parameter.assign(next);
    return {
      value: result,
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const of: Record<string, Tensor> = {};
        saved.forEach((tensor, i) => {
          const isTrained = i === 0 ? tensor.dtype === 'float32' : held[i - 1]!.trainable;
          if (isTrained) of[i] = tensor;
        });
        const gradients = Object.keys(of).length === 0 ? {} : again(saved, of, dy);
        return saved.map((tensor, i) => gradients[i] ?? zerosLike(tensor));
      },
    };
  });
  /** The gradients by some of the inputs, from the same pass with the same keys once more. */
  const again = (saved: readonly Tensor[], of: NamedTensors, dy: Tensor): NamedTensors => {
    const loss = (): Scalar => {
      const { result, assigned } = pass(saved[0]!, saved.slice(1), random.replay());
      dispose([...assigned.values()]); // buffers have moved already
      return sum(mul(result, dy)); // a scalar
    };
    const { value, gradients } = valueAndGradients(loss, of, { allowUnused: true });
    value.dispose();
    return gradients;
  };
  const y = differentiable(...inputs);
  if (!penalized) return y as Out; // what the module gives
  const size = y.size - 1;
  context.penalize?.(reshape(slice(y, [size], [1]), []) as Scalar); // one number
  return reshape(slice(y, [0], [size]), [...shape]) as Tensor as Out; // of this shape
}

/**
 * Gradient checkpointing: in training keeps the input of a layer alone, and computes what is inside once more when the
 * gradient is taken. It takes the time of one more forward pass, and of a deep network of such blocks the memory of one
 * block. Values, gradients and random draws are the same; buffers move once.
 *
 * @param inner takes and gives one tensor: a block of a deep network
 * @returns a blueprint for the inputs of `inner`
 * @throws ShapeError from `outputSpec`, when `inner` gives no single tensor
 * @example
 * const block = remat(residual(sequential(layerNorm(), dense(32), gelu(), dense(8))));
 * using model = build(repeat(24, block), { input: [8], seed: 7 });
 * @see Chen et al., "Training deep nets with sublinear memory cost", 2016
 */
export function remat(inner: AnyRank): AnyRank;
export function remat<In extends Tensor, Out extends Tensor>(inner: Blueprint<In, Out>): Blueprint<In, Out>;
export function remat(inner: AnyBlueprint): AnyBlueprint {
  checkBlueprint('remat', 'inner', inner);
  const parts: LayerParts<never, unknown> = {
    outputSpec: (input) =>
      tensorInput(
        'remat',
        within(PLACE, () => inner.outputSpec(input)),
        { dtype: 'any' },
      ),
    describe: (input) => ({ children: { inner: [inner, input] } }),
    build: (input, context) => {
      const built = within(PLACE, () => (inner as Blueprint).build(input, buildBelow(context, 'inner'))); // all kinds are built alike
      return new Remat({ inner: built }) as Module<never, unknown>;
    },
  };
  return 'anyRank' in inner
    ? defineAnyRank('remat', [inner], parts as AnyRankParts<unknown>)
    : defineLayer('remat', [inner], parts);
}
