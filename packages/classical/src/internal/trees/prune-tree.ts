import type { TreeNodes } from './grow-tree.js';

/**
 * Minimal cost-complexity pruning: again and again the subtree goes that lowers the impurity least for each of its
 * leaves, as long as that is at most `alpha`.
 *
 * @see Breiman, Friedman, Olshen and Stone, "Classification and Regression Trees", 1984, chapter 3
 */
export function pruneTree(tree: TreeNodes, alpha: number, outputs: number): TreeNodes {
  const features = [...tree.features];
  const total = tree.weights[0]!;
  const risks = tree.impurities.map((impurity, node) => (impurity * tree.weights[node]!) / total);
  const leafRisks = new Float64Array(features.length);
  const leaves = new Float64Array(features.length);
  const reached = new Uint8Array(features.length);
  for (;;) {
    mark(reached, features, tree);
    let weakest = -1;
    let smallest = Infinity;
    // Children stand behind their parent.
    for (let node = features.length - 1; node >= 0; node--) {
      if (reached[node] === 0) continue;
      const left = tree.lefts[node]!;
      const right = tree.rights[node]!;
      const leaf = features[node]! < 0;
      leafRisks[node] = leaf ? risks[node]! : leafRisks[left]! + leafRisks[right]!;
      leaves[node] = leaf ? 1 : leaves[left]! + leaves[right]!;
      if (leaf) continue;
      const gain = (risks[node]! - leafRisks[node]!) / (leaves[node]! - 1);
      if (gain < smallest) {
        smallest = gain;
        weakest = node;
      }
    }
    if (weakest < 0 || smallest > alpha) return keepReached({ ...tree, features }, reached, outputs);
    features[weakest] = -1;
  }
}

function mark(reached: Uint8Array, features: readonly number[], { lefts, rights }: TreeNodes): void {
  reached.fill(0);
  reached[0] = 1;
  for (let node = 0; node < features.length; node++) {
    if (reached[node] === 0 || features[node]! < 0) continue;
    reached[lefts[node]!] = 1;
    reached[rights[node]!] = 1;
  }
}

function keepReached(tree: TreeNodes, reached: Uint8Array, outputs: number): TreeNodes {
  const kept = tree.features.map((_, node) => node).filter((node) => reached[node] === 1);
  const places = new Uint32Array(reached.length);
  for (const [place, node] of kept.entries()) places[node] = place;
  const child = (children: readonly number[], node: number): number =>
    tree.features[node]! < 0 ? 0 : places[children[node]!]!;
  return {
    features: kept.map((node) => tree.features[node]!),
    thresholds: kept.map((node) => (tree.features[node]! < 0 ? 0 : tree.thresholds[node]!)),
    missingLefts: kept.map((node) => (tree.features[node]! < 0 ? 0 : tree.missingLefts[node]!)),
    lefts: kept.map((node) => child(tree.lefts, node)),
    rights: kept.map((node) => child(tree.rights, node)),
    values: kept.flatMap((node) => tree.values.slice(node * outputs, (node + 1) * outputs)),
    weights: kept.map((node) => tree.weights[node]!),
    impurities: kept.map((node) => tree.impurities[node]!),
  };
}
