import { RandomStream, type Shape, type Spec, sizeOf, TensorSpec, type TensorTree } from '@neurite/core';
import { slice, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { leaves, withLeaves } from '../internal/tensor-tree.js';

/** How samples are drawn. */
export type SampleOptions = {
  readonly samples: number;
  /** int32 values are from 0 to below this. */
  readonly ids: number;
  /** Stands for every size of null. */
  readonly length: number;
};

/** A batch of these samples: float32 values by `spread`, int32 ones by `idsBelow`. */
export function draw(of: Spec, { samples, ids, length }: SampleOptions): TensorTree {
  return mapSpecs(of, ({ shape, dtype }) => {
    const sizes = [samples, ...shape.map((size) => size ?? length)];
    return dtype === 'float32' ? spread(sizes) : idsBelow(ids, sizes);
  });
}

/** The shapes of a batch of these samples. */
export function shapesOf(of: Spec, { samples, length }: Omit<SampleOptions, 'ids'>): Shape[] {
  return specsIn(of).map(({ shape }) => [samples, ...shape.map((size) => size ?? length)]);
}

/** One sample of a batch, as a batch. */
export function sampleOf(value: TensorTree, index: number): TensorTree {
  return withLeaves(
    value,
    leaves(value).map((x) => slice(x, [index, ...x.shape.slice(1).map(() => 0)], [1, ...x.shape.slice(1)])),
  );
}

/** The specs of a spec's tensors, in the order of its fields. */
export function specsIn(of: Spec): TensorSpec[] {
  return of instanceof TensorSpec ? [of] : Object.values(of).flatMap(specsIn);
}

function mapSpecs(of: Spec, f: (leaf: TensorSpec) => TensorTree): TensorTree {
  if (of instanceof TensorSpec) return f(of);
  if (Array.isArray(of)) return of.map((one: Spec) => mapSpecs(one, f));
  return Object.fromEntries(Object.entries(of).map(([name, one]) => [name, mapSpecs(one as Spec, f)]));
}

/** Values in random order with gaps, none of them near 0, so that no step of a difference meets a kink or a tie. */
function spread(shape: Shape): Tensor {
  const size = sizeOf(shape);
  const gap = Math.max(0.05, 4 / size);
  const order = RandomStream.fromSeed(11).permutation(size);
  return tensor(
    Float32Array.from(order, (rank) => (rank + 0.5 - Math.ceil(size / 2)) * gap),
    [...shape],
    'float32',
  );
}

function idsBelow(ids: number, shape: Shape): Tensor {
  const order = RandomStream.fromSeed(11).permutation(sizeOf(shape));
  return tensor(
    Int32Array.from(order, (rank) => rank % ids),
    [...shape],
    'int32',
  );
}
