import type { ReadableTrees } from './read-trees.js';

/** The columns on the way to a node, with what the subsets of them weigh: parallel arrays, the first for no column. */
type Path = {
  readonly features: number[];
  /** The share of the rows that goes this way while the column is not known. */
  readonly zeros: number[];
  /** 1 where the row itself goes this way, else 0. */
  readonly ones: number[];
  /** For each size of a subset: how much the subsets of this size weigh. */
  readonly weights: number[];
};

/** The mean of the leaves below a node, each by how much it has learned from. */
export function expectedValue(trees: ReadableTrees, root: number): number {
  let sum = 0;
  const stack = [root];
  while (stack.length > 0) {
    const node = stack.pop()!;
    if (trees.features[node]! < 0) sum += trees.value(node) * trees.covers[node]!;
    else stack.push(trees.lefts[node]!, trees.right(node));
  }
  return sum / trees.covers[root]!;
}

/** Adds the Shapley values of one tree for one row. */
export function addShap(
  trees: ReadableTrees,
  root: number,
  { data, target }: { readonly data: ArrayLike<number>; readonly target: Float64Array },
): void {
  const visit = (node: number, before: Path, step: { feature: number; zero: number; one: number }): void => {
    let path = extend(before, step);
    const feature = trees.features[node]!;
    if (feature < 0) {
      const value = trees.factor * trees.value(node);
      for (let i = 1; i < path.features.length; i++) {
        target[path.features[i]!]! += weightWithout(path, i) * (path.ones[i]! - path.zeros[i]!) * value;
      }
      return;
    }
    const left = trees.lefts[node]!;
    const right = trees.right(node);
    const [hot, cold] = trees.goesLeft(node, data[feature]!) ? [left, right] : [right, left];
    let zero = 1;
    let one = 1;
    const known = path.features.indexOf(feature, 1);
    if (known > 0) {
      zero = path.zeros[known]!;
      one = path.ones[known]!;
      path = unwind(path, known);
    }
    const share = (child: number): number => (zero * trees.covers[child]!) / trees.covers[node]!;
    visit(hot, path, { feature, zero: share(hot), one });
    visit(cold, path, { feature, zero: share(cold), one: 0 });
  };
  visit(root, { features: [], zeros: [], ones: [], weights: [] }, { feature: -1, zero: 1, one: 1 });
}

function extend(path: Path, { feature, zero, one }: { feature: number; zero: number; one: number }): Path {
  const depth = path.features.length;
  const weights = [...path.weights, depth === 0 ? 1 : 0];
  for (let i = depth - 1; i >= 0; i--) {
    weights[i + 1]! += (one * weights[i]! * (i + 1)) / (depth + 1);
    weights[i] = (zero * weights[i]! * (depth - i)) / (depth + 1);
  }
  return { features: [...path.features, feature], zeros: [...path.zeros, zero], ones: [...path.ones, one], weights };
}

/** The path as if a column had not been met. */
function unwind(path: Path, index: number): Path {
  const depth = path.features.length - 1;
  const weights = path.weights.slice(0, depth);
  const zero = path.zeros[index]!;
  const one = path.ones[index]!;
  let next = path.weights[depth]!;
  for (let i = depth - 1; i >= 0; i--) {
    if (one !== 0) {
      const held = path.weights[i]!;
      weights[i] = (next * (depth + 1)) / ((i + 1) * one);
      next = held - (weights[i]! * zero * (depth - i)) / (depth + 1);
    } else weights[i] = (path.weights[i]! * (depth + 1)) / (zero * (depth - i));
  }
  const without = (values: readonly number[]): number[] => values.filter((_, i) => i !== index);
  return { features: without(path.features), zeros: without(path.zeros), ones: without(path.ones), weights };
}

function weightWithout(path: Path, index: number): number {
  return unwind(path, index).weights.reduce((sum, weight) => sum + weight, 0);
}
