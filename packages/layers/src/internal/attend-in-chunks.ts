import { type NamedTensors, Parameter, type RandomKeys, valueAndGradients } from '@neurite/core';
import {
  add,
  concat,
  customGrad,
  type GradSaveFunc,
  mul,
  type Scalar,
  slice,
  sum,
  type Tensor,
  tidy,
  zerosLike,
} from '@tensorflow/tfjs-core';

/** What attention in chunks is made of. */
export type Chunks = {
  /** Query, key, value, and a mask where there is one. */
  readonly inputs: readonly Tensor[];
  /** What else attention reads and may train. */
  readonly held: readonly Parameter[];
  /** Of dropout. */
  readonly random: RandomKeys | undefined;
  /** The size of a chunk of queries. */
  readonly chunk: number;
  /** Attention of the queries from `begin` up to `end`. */
  readonly part: (inputs: readonly Tensor[], random: RandomKeys | undefined, ends: readonly [number, number]) => Tensor;
};

/**
 * Attention of some queries after the other. The backward pass computes each chunk once more, so that nothing of the size
 * of its scores outlives a chunk.
 *
 * @returns [batch, heads, queries, dim]
 */
export function attendInChunks({ inputs, held, random, chunk, part }: Chunks): Tensor {
  const queries = inputs[0]!.shape[2]!;
  const ends = Array.from({ length: Math.ceil(queries / chunk) }, (_, i): [number, number] => [
    i * chunk,
    Math.min(queries, (i + 1) * chunk),
  ]);
  const pass = (args: readonly Tensor[], keys: RandomKeys | undefined, of: readonly [number, number]): Tensor => {
    const loans = new Map(held.map((parameter, i) => [parameter, args[inputs.length + i]!]));
    return Parameter.lend(loans, () => tidy(() => part(args.slice(0, inputs.length), keys, of))).result;
  };
  const differentiable = customGrad((...args) => {
    const save = args.pop() as GradSaveFunc; // customGrad adds it
    const tensors = args as Tensor[]; // what is handed to it below
    save(tensors);
    return {
      value: concat(
        ends.map((of) => pass(tensors, random, of)),
        2,
      ),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const trained = saved.filter((_, i) => i < inputs.length || held[i - inputs.length]!.trainable);
        const named: NamedTensors = Object.fromEntries(trained.map((tensor, i) => [i, tensor]));
        let totals: readonly Tensor[] | undefined;
        for (const of of ends) {
          const before = totals;
          totals = tidy(() => {
            const loss = (): Scalar => sum(mul(pass(saved, random?.replay(), of), rowsOf(dy, of))); // a scalar
            const { gradients } = valueAndGradients(loss, named, { allowUnused: true });
            return trained.map((_, i) => (before === undefined ? gradients[i]! : add(before[i]!, gradients[i]!)));
          });
          for (const one of before ?? []) one.dispose();
        }
        return saved.map((tensor) => totals?.[trained.indexOf(tensor)] ?? zerosLike(tensor));
      },
    };
  });
  return differentiable(...inputs, ...held.map(({ value }) => value));
}

function rowsOf(dy: Tensor, [begin, end]: readonly [number, number]): Tensor {
  return slice(dy, [0, 0, begin, 0], dy.shape.with(2, end - begin));
}
