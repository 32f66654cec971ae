import type { LearnOptions } from '@neurite/core';
import { RandomStream } from '@neurite/core/random-stream';
import { Turns } from '../turns.js';
import { checkWorkers } from '../workers/check-workers.js';
import { runInWorkers } from '../workers/run-in-workers.js';
import { type Growing, type GrownTree, grow, growInForest } from './grow-in-forest.js';
import { outOfBagScore } from './out-of-bag.js';
import type { Problem } from './problem.js';
import { amountOf, type ResolvedForest, type ResolvedTree } from './resolve-rules.js';
import { trainingTable } from './training-table.js';
import { joinTrees, type TreeSet } from './tree-set.js';

/** One tree of a problem; among equal splits, the one in the first column. */
export function growOne({ x, target, weights }: Problem, options: ResolvedTree, seed: number): TreeSet {
  const random = RandomStream.fromSeed(seed).child('tree');
  const shuffle = amountOf(x.columns, options.maxFeatures) < x.columns;
  const table = trainingTable(x, { ranked: true });
  const { tree, outputs } = grow({ table, target, weights }, options, { random, shuffle, randomThresholds: false });
  return joinTrees([tree], { columns: x.columns, outputs });
}

/** Many trees, each of draws of its own; the event loop has its turns between them, or other threads grow them. */
export async function growForest(
  where: string,
  problem: Problem,
  {
    options,
    randomThresholds,
    learn: { seed = 0, signal } = {},
  }: {
    readonly options: ResolvedTree & ResolvedForest;
    readonly randomThresholds: boolean;
    readonly learn: LearnOptions | undefined;
  },
): Promise<{ readonly set: TreeSet; readonly score: number | undefined }> {
  const { x, target, weights } = problem;
  const { workers, ...rules } = options;
  const threads = checkWorkers(where, workers);
  const table = trainingTable(x, { ranked: !randomThresholds, shared: threads.count > 1 });
  const growing: Growing = { table, target, weights, rules, randomThresholds, seed };
  const indices = Array.from({ length: options.trees }, (_, index) => index);
  const grown =
    threads.count === 1
      ? await inThisThread(growing, indices, signal)
      : await runInWorkers(where, { job: 'grow', setup: growing, tasks: indices }, { ...threads, signal });
  const set = joinTrees(
    grown.map(({ tree }) => tree),
    { columns: x.columns, outputs: grown[0]!.outputs },
  );
  return {
    set,
    score: options.outOfBag
      ? outOfBagScore(
          set,
          problem,
          grown.map(({ counts }) => counts!),
        )
      : undefined,
  };
}

async function inThisThread(
  growing: Growing,
  indices: readonly number[],
  signal: AbortSignal | undefined,
): Promise<GrownTree[]> {
  const growAt = growInForest(growing);
  const turns = new Turns(signal);
  const grown: GrownTree[] = [];
  for (const index of indices) {
    await turns.next();
    grown.push(growAt(index));
  }
  return grown;
}
