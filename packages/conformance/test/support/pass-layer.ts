import * as core from '@neurite/core';
import * as layers from '@neurite/layers';
import type { Json } from '@neurite/testing/fixture-tensors';
import {
  add,
  dispose,
  expandDims,
  memory,
  mul,
  type Scalar,
  sigmoid,
  sum,
  type Tensor,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import type { LayerCase, Leaves } from './layer-cases.js';

/** Numbers by what they are: `output 0`, `gradient of layers.0.kernel`. */
export type Found = Readonly<Record<string, readonly number[]>>;

const registry: core.Registry = {
  ...core,
  ...layers,
  swish: () => layers.lambda((x: Tensor): Tensor => mul(x, sigmoid(x))),
};

/**
 * The outputs and gradients of a layer, on the running engine.
 *
 * @throws RangeError where it leaves tensors
 */
export async function passLayer(one: LayerCase): Promise<Found> {
  const before = memory().numTensors;
  const results = tidy(() => passOf(one));
  const found: Record<string, readonly number[]> = {};
  for (const [name, of] of Object.entries(results)) found[name] = [...(await of.data())];
  dispose(results);
  const left = memory().numTensors - before;
  if (left !== 0) throw new RangeError(`it left ${left} tensors`);
  return found;
}

function treeOf(leaves: Leaves): unknown {
  if ('list' in leaves) return leaves.list.map(treeOf);
  if ('record' in leaves) {
    return Object.fromEntries(Object.entries(leaves.record).map(([name, of]) => [name, treeOf(of)]));
  }
  return tensorOf(leaves.tensor, leaves.dtype);
}

function tensorOf(values: Json, dtype?: 'int32'): Tensor {
  return tensor(values as number[], undefined, dtype); // of any depth
}

/** The tensors of a tree by their paths, those of a tree that is one tensor by its name. */
function named(name: string, tree: unknown): Record<string, Tensor> {
  return Object.fromEntries(
    [...core.tensorsOf(tree)].map(([path, of]) => [path === '' ? name : `${name}.${path}`, of]),
  );
}

function passOf(one: LayerCase): Record<string, Tensor> {
  const blueprint = core.fromConfig(one.config, registry) as core.Blueprint<unknown, unknown>; // all kinds are built alike
  const x = treeOf(one.x);
  const mask = one.mask && (treeOf(one.mask) as Tensor);
  const state = one.state && (treeOf(one.state) as core.State);
  const input = core.mapTensors(x, ({ shape, dtype }) => core.spec(shape.slice(1), dtype as 'float32') as never); // specs in their place
  using model = core.build(blueprint, { input: input as core.SpecInput });
  const load = (): void => {
    const given = Object.entries(one.parameters).map(([path, values]) => [path, tensorOf(values)] as const);
    core.loadState(model, Object.fromEntries(given));
  };
  load();

  const { key } = one;
  const drawn: core.RandomKeys = {
    child: () => drawn,
    key: () => core.keyTensor(key!.words as core.KeyWords),
    replay: () => drawn,
  };
  const random = key === undefined ? core.randomKeys(core.RandomStream.fromSeed(0)) : drawn;
  const rows = key === undefined ? {} : { rows: { first: key.first } };
  const outputs = (): Tensor[] => {
    const context = { training: one.training === true, random, ...rows };
    const isPlain = mask === undefined && state === undefined;
    const { outputs: ys, state: last } = isPlain
      ? { outputs: model.forward(x, context), state: undefined }
      : model.run({ x, mask, state } as never, context); // what is undefined is as if it were not there
    const tensors = [...core.tensorsOf(ys).values()];
    if (one.masksOutputs === true) tensors[0] = mul(tensors[0]!, expandDims(mask!, 2));
    return state === undefined ? tensors : [...tensors, ...core.tensorsOf(last).values()];
  };
  const results = Object.fromEntries(outputs().map((y, i) => [`output ${i}`, y] as const)) as Record<string, Tensor>;

  load(); // statistics of a batch norm have moved
  const cotangents = one.outputs.map(({ cotangent }) => cotangent);
  const total = (): Scalar =>
    outputs()
      .flatMap((y, i) => (cotangents[i] === null ? [] : [sum<Scalar>(mul(y, tensorOf(cotangents[i]!)))]))
      .reduce((all, next) => add(all, next));
  const all: Record<string, Tensor> = { ...named('x', x), ...named('state', state) };
  for (const [path, { value }] of core.parameters(model)) all[path] = value;
  const of = Object.fromEntries(Object.keys(one.gradients).map((path) => [path, all[path]!]));
  if (Object.keys(of).length === 0) return results;
  const { gradients } = core.valueAndGradients(total, of);
  for (const [path, gradient] of Object.entries(gradients)) results[`gradient of ${path}`] = gradient;
  return results;
}
