import { createRequire } from 'node:module';
import type { Table } from '@neurite/core';

type Rows = readonly (readonly number[])[];
type Targets = readonly number[];
/** What the packages have in common; they have no types, or others. */
type Model = { train?(x: Rows, y: Targets): void; predict(x: Rows, options?: object): unknown };
type Maker = new (...options: readonly unknown[]) => Model;

/** Learns from tables, and gives what predicts one. */
export type MlFit = (data: { readonly x: Table; readonly y: Float64Array; readonly labels: Int32Array }) => {
  readonly name: string;
  /** With rows as arrays already. */
  readonly fit: () => { readonly predict: () => unknown };
};

const load = createRequire(import.meta.url);

/** Trains `new name.make(...options)`. */
function trained(name: string, make: string, target: 'y' | 'labels', ...options: readonly unknown[]): MlFit {
  return ({ x, ...targets }) => {
    const rows = rowsOf(x);
    const own = Array.from<number>(targets[target]);
    const Make = (load(name) as Readonly<Record<string, Maker>>)[make]!;
    const fit = () => {
      const model = new Make(...options);
      model.train!(rows, own);
      return { predict: () => model.predict(rows) };
    };
    return { name, fit };
  };
}

/** Those of the family `ml-*` that do what an estimator of ours does, by its name; with the same rules. */
export const mlPeers: Readonly<Record<string, MlFit>> = {
  decisionTreeClassifier: trained('ml-cart', 'DecisionTreeClassifier', 'labels', { minNumSamples: 1 }),
  decisionTreeRegressor: trained('ml-cart', 'DecisionTreeRegression', 'y', { minNumSamples: 1 }),
  // A row that every one of few trees has drawn stops its out-of-bag error, so that it goes without.
  randomForestClassifier: trained('ml-random-forest', 'RandomForestClassifier', 'labels', {
    nEstimators: 10,
    noOOB: true,
  }),
  gaussianNaiveBayes: trained('ml-naivebayes', 'GaussianNB', 'labels'),
  multinomialNaiveBayes: trained('ml-naivebayes', 'MultinomialNB', 'labels'),
  linearRegression: ({ x, y }) => {
    const [rows, targets] = [rowsOf(x), Array.from(y, (value) => [value])];
    const name = 'ml-regression-multivariate-linear';
    const Make = load(name) as new (x: Rows, y: Rows) => Model; // a class, as its types say
    const fit = () => {
      const model = new Make(rows, targets);
      return { predict: () => model.predict(rows) };
    };
    return { name, fit };
  },
  kNeighborsClassifier: ({ x, labels }) => {
    const [rows, targets] = [rowsOf(x), Array.from(labels)];
    const name = 'ml-knn';
    const Make = (load(name) as { readonly default?: Maker }).default ?? (load(name) as Maker);
    const fit = () => {
      const model = new Make(rows, targets, { k: 5 });
      return { predict: () => model.predict(rows.slice(0, 1000)) };
    };
    return { name, fit };
  },
  pca: ({ x }) => {
    const rows = rowsOf(x);
    const name = 'ml-pca';
    const { PCA } = load(name) as { readonly PCA: Maker };
    const fit = () => {
      const model = new PCA(rows, { method: 'covarianceMatrix' });
      return { predict: () => model.predict(rows, { nComponents: 10 }) };
    };
    return { name, fit };
  },
};

function rowsOf({ rows, columns, data }: Table): number[][] {
  return Array.from({ length: rows }, (_, row) => Array.from(data.subarray(row * columns, (row + 1) * columns)));
}
