import { ArgumentError, type Json, loadState, type Snapshot, stateDict } from '@neurite/core';
import { dispose } from '@tensorflow/tfjs-core';
import { crc32c } from './crc32c.js';
import { writeJson } from './json.js';
import { copies, prefixed, unprefixed } from './named-tensors.js';
import { joinResiduals, splitResiduals } from './own-share.js';
import type { Replicas } from './replicas.js';
import { flatten, type Layout, layoutOf, sizeOfAll, unflatten } from './tensor-layout.js';
import type { Weights } from './weights.js';

/** Gives each process what the first resumes from, whatever the others have; undefined where it begins. */
export async function commonSnapshot(replicas: Replicas, own: Snapshot | undefined): Promise<Snapshot | undefined> {
  const isFirst = replicas.parallel.rank === 0;
  const layout = own === undefined || !isFirst ? null : { json: own.json, tensors: layoutOf(own.tensors) };
  const first = (await replicas.gather<{ readonly json: Json; readonly tensors: Layout } | null>(layout as never))[0]!;
  if (!isFirst && own !== undefined) dispose(Object.values(own.tensors));
  if (first === null) return undefined;
  const values = isFirst ? await flatten(own!.tensors) : new Float64Array(sizeOfAll(first.tensors));
  await replicas.parallel.broadcast(values);
  return isFirst ? own : { json: first.json, tensors: unflatten(first.tensors, values) };
}

/**
 * Gives each process the weights of the first.
 *
 * @throws ArgumentError when the models differ, or the weights do afterwards
 */
export async function shareWeights(
  replicas: Replicas,
  weights: Weights,
  { isDivided, isResumed }: { readonly isDivided: boolean; readonly isResumed: boolean },
): Promise<void> {
  const { own, residuals } = splitResiduals(weights.state.optimizer);
  const common = isDivided ? {} : own;
  const all = { ...prefixed('model/', stateDict(weights.model)), ...prefixed('optimizer/', common) };
  await assertSame(replicas, 'parameters of the same names, shapes and dtypes', writeJson(layoutOf(all)));
  const shared = unflatten(all, await replicas.parallel.broadcast(await flatten(all)));
  loadState(weights.model, unprefixed('model/', shared));
  dispose(unprefixed('model/', shared));
  if (!isDivided) weights.adopt(joinResiduals(unprefixed('optimizer/', shared), copies(residuals)));
  else if (!isResumed) weights.restart();
  const values = await flatten({
    ...stateDict(weights.model),
    ...prefixed('/', isDivided ? {} : splitResiduals(weights.state.optimizer).own),
  });
  await assertSame(replicas, 'the same weights', String(crc32c(new Uint8Array(values.buffer))));
}

async function assertSame(replicas: Replicas, what: string, own: string): Promise<void> {
  const all = await replicas.gather(crc32c(new TextEncoder().encode(own)));
  const other = all.findIndex((one) => one !== all[0]);
  if (other < 0) return;
  throw new ArgumentError({
    where: 'fit',
    argument: 'parallel',
    expected: `join processes with ${what}`,
    received: `others in rank ${other} than in rank 0`,
    advice: 'Run the same program on the same files in each of them',
  });
}
