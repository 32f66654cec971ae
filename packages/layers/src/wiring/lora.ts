import {
  type AnyBlueprint,
  type AnyRank,
  type Blueprint,
  checkInteger,
  checkNumber,
  freeze,
  heUniform,
  type Module,
  Parameter,
  type RandomStream,
  resolveOptions,
} from '@neurite/core';
import { add, matMul, mul, reshape, type Tensor, type Tensor2D, tidy, zeros } from '@tensorflow/tfjs-core';
import { Reparametrized, reparametrized, type Target } from '../internal/reparametrized.js';

/** The options of `lora`. */
export type LoraOptions = {
  /** The rank of what is learned: an integer of at least 1. */
  readonly rank: number;
  /** What is learned is multiplied by alpha / rank: a finite number. Default: the rank. */
  readonly alpha?: number;
};

/** The module of `lora`. */
export class Lora<In = Tensor, Out = Tensor> extends Reparametrized<In, Out> {
  /** [inputs, rank] by kernel. */
  readonly down: Readonly<Record<string, Parameter<Tensor2D>>>;
  /** [rank, units] by kernel; begins with zeros. */
  readonly up: Readonly<Record<string, Parameter<Tensor2D>>>;
  readonly rank: number;
  readonly alpha: number;

  /**
   * @param options inner: this module owns it from now on, and freezes it; random: draws the first `down`
   * @throws ArgumentError when it has no kernel, or an option is wrong
   */
  constructor({
    inner,
    random,
    ...options
  }: LoraOptions & { readonly inner: Module<In, Out>; readonly random: RandomStream }) {
    super('lora', inner);
    const { rank, alpha } = resolve(options);
    freeze(inner);
    const each = (make: (target: Target, shape: readonly [rows: number, columns: number]) => Tensor) =>
      Object.fromEntries(
        this.targets.map((target) => {
          const columns = target.parameter.shape.at(-1)!;
          const rows = target.parameter.value.size / columns;
          return [target.name, new Parameter(make(target, [rows, columns]) as Tensor2D)]; // a matrix
        }),
      );
    const draw = heUniform();
    this.down = each(({ name }, [rows]) => draw([rows, rank], random.child('down').child(name)));
    this.up = each((_, [, columns]) => zeros([rank, columns]));
    this.rank = rank;
    this.alpha = alpha;
  }

  /** Adds what was learned to the kernels, and forgets it: `inner` gives the same without this module then. */
  merge(): void {
    for (const target of this.targets) {
      target.parameter.assign(tidy(() => this.effective(target)));
      const up = this.up[target.name]!;
      up.assign(zeros(up.value.shape));
    }
  }

  protected override effective({ name, parameter }: Target): Tensor {
    const learned = matMul(this.down[name]!.value, this.up[name]!.value);
    return add(parameter.value, reshape(mul(learned, this.alpha / this.rank), [...parameter.shape]));
  }
}

/**
 * Low-rank adaptation of a trained layer or network: `kernel + alpha / rank · down · up`, where only `down` and `up` are
 * trained, a few numbers for each kernel. At first, with `up` zero, it gives what `inner` gives.
 *
 * Kernels are all parameters whose names end in `kernel`; everything in `inner` is frozen. `module.merge()` adds what was
 * learned to the kernels.
 *
 * @param inner the layer, or a network; load its weights into `module.inner`
 * @returns a blueprint for the inputs of `inner`, with `inner`'s parameters, `down.<kernel>` and `up.<kernel>`
 * @throws ArgumentError when `rank` is not an integer of at least 1 or `alpha` not a finite number, and from `build` when
 * there is no kernel
 * @example
 * using model = build(lora(sequential(dense(8), relu(), dense(1)), { rank: 2 }), { input: [4], seed: 7 });
 * @see Hu et al., "LoRA: low-rank adaptation of large language models", 2021
 */
export function lora(inner: AnyRank, options: LoraOptions): AnyRank;
export function lora<In, Out>(inner: Blueprint<In, Out>, options: LoraOptions): Blueprint<In, Out>;
export function lora(inner: AnyBlueprint, options: LoraOptions): AnyBlueprint {
  const { rank } = resolve(options);
  return reparametrized('lora', [inner, options], {
    added: {
      down: (kernel) => [kernel.slice(0, -1).reduce((product, size) => product * size, 1), rank],
      up: (kernel) => [rank, kernel.at(-1)!],
    },
    freezes: true,
    build: (module, random) => new Lora({ inner: module, random, ...options }),
  });
}

function resolve(options: LoraOptions) {
  const { rank, alpha } = resolveOptions('lora', options, { rank: options?.rank, alpha: options?.rank });
  checkInteger('lora', 'rank', rank, { min: 1 });
  checkNumber('lora', 'alpha', alpha);
  return { rank, alpha };
}
