import type { LearnOptions } from '@neurite/core';
import { RandomStream } from '@neurite/core/random-stream';
import { Turns } from '../turns.js';
import { learnBins } from './bins.js';
import type { BoostedTrees } from './boosted-trees.js';
import { type BoostingProblem, holdBack } from './boosting-problem.js';
import { BoostedTreeGrower, type GrowNode, mostHistograms } from './grow-boosted-tree.js';
import { Histograms } from './histograms.js';
import { columnRules, type ResolvedBoosting } from './resolve-boosting.js';
import { Stopping } from './stopping.js';
import { TreeBuilder } from './tree-builder.js';

export type Boosted = { readonly trees: BoostedTrees; readonly validationLosses: Float64Array };

/** Adds trees up, each towards what the ones before it left of the loss. */
export async function boost(
  where: string,
  problem: BoostingProblem,
  options: ResolvedBoosting,
  { seed = 0, signal }: LearnOptions = {},
): Promise<Boosted> {
  const random = RandomStream.fromSeed(seed);
  const { loss } = problem;
  const { training, validation } = holdBack(problem, options.earlyStopping, random.child('validation'));
  const { x, y, weights } = training;
  const { rows, columns } = x;
  const { categorical, monotone } = columnRules(where, x, options);
  const raw = new Float64Array(loss.outputs * rows);
  const rules = learnBins(where, x, { most: options.bins, categorical, weights, seed, buffer: raw });
  const turns = new Turns(signal);
  await turns.next();
  const { minSamplesLeaf, l2, maxLeafNodes, maxDepth, plain = false } = options;
  const histograms = new Histograms(x, rules, {
    constantHessian: loss.constantHessian && weights === undefined,
    outputs: loss.outputs,
    wanted: mostHistograms(maxLeafNodes),
    plain,
  });
  const { derivatives } = histograms;
  await turns.next();
  const maxFeatures = Math.max(1, Math.ceil(options.maxFeatures * columns));
  const limits = { minSamplesLeaf, l2, maxLeafNodes, maxDepth, monotone, maxFeatures, random: random.child('columns') };
  const grower = new BoostedTreeGrower(histograms, limits);
  const baseline = loss.baseline(y, weights);
  for (let k = 0; k < loss.outputs; k++) raw.fill(baseline[k]!, k * rows, (k + 1) * rows);
  const builder = new TreeBuilder(rules, baseline);
  const stopping = validation && new Stopping(validation, options.earlyStopping!, builder); // both or none
  for (let iteration = 0; iteration < options.iterations; iteration++) {
    await turns.next();
    loss.derive(y, raw, { derivatives, weights });
    for (let k = 0; k < loss.outputs; k++) {
      const nodes = grower.grow(k);
      const target = raw.subarray(k * rows, (k + 1) * rows);
      const values = leafValues(nodes, { loss, y, raw: target, weights, samples: grower.samples });
      for (const [index, node] of nodes.entries()) {
        values[index]! *= options.learningRate;
        if (node.leftChild !== 0) continue;
        for (let i = node.start; i < node.end; i++) target[grower.samples[i]!]! += values[index]!;
      }
      builder.add(nodes, values);
    }
    if (stopping?.isOver()) break;
  }
  return { trees: builder.trees(), validationLosses: Float64Array.from(stopping?.losses ?? []) };
}

/** The values of all nodes, before they are made smaller. */
function leafValues(
  nodes: readonly GrowNode[],
  {
    loss,
    y,
    raw,
    weights,
    samples,
  }: Pick<BoostingProblem, 'loss' | 'y'> & {
    readonly raw: Float64Array;
    readonly weights: Float64Array | undefined;
    readonly samples: Uint32Array;
  },
): Float64Array {
  return Float64Array.from(nodes, ({ value, leftChild, start, end }) => {
    if (leftChild !== 0 || loss.leaf === undefined) return value;
    const rows = samples.subarray(start, end);
    return loss.leaf(
      Float64Array.from(rows, (row) => y[row]! - raw[row]!),
      weights && Float64Array.from(rows, (row) => weights[row]!),
    );
  });
}
