// From a CSV file to a trained model: 344 penguins, of which some were not measured whole. What is learned of the data, such
// as means, comes of the training part alone. (Gorman et al., 2014; palmerpenguins, CC0)
import { useWasm } from '@neurite/backend-wasm';
import { build } from '@neurite/core';
import { fromArrays, split } from '@neurite/data';
import { readCsv } from '@neurite/data/read-csv';
import { dense, relu, sequential } from '@neurite/layers';
import { softmaxCrossEntropy } from '@neurite/losses';
import { accuracy } from '@neurite/metrics';
import { adam } from '@neurite/optimizers';
import { chain, columns, impute, oneHot, standardize } from '@neurite/preprocessing';
import { evaluate, fit } from '@neurite/training';

await useWasm();
const { table } = await readCsv(new URL('penguins.csv', import.meta.url), { types: { species: 'category' } });
type Penguin = { species: number; island: string | null; beakLength: number; beakDepth: number; flipperLength: number };
const rows = table.rows().map((row) => row as Penguin); // the columns of this file
const parts = await split(rows, { train: 0.8, test: 0.2 }, { seed: 1, stratify: ({ species }) => species });
const [train, test] = [await parts.train.toArray(), await parts.test.toArray()];
const size = () => chain(impute(), standardize());
const inputs = columns({ island: oneHot(), beakLength: size(), beakDepth: size(), flipperLength: size() }).fit(train);
const samplesOf = (penguins: Penguin[]) =>
  fromArrays({ x: inputs.transform(penguins), y: Int32Array.from(penguins, ({ species }) => species) });

using model = build(sequential(dense(16), relu(), dense(3)), { input: [inputs.names.length], seed: 1 });
const [optimizer, options] = [adam({ learningRate: 0.01 }), { loss: softmaxCrossEntropy, metrics: { accuracy } }];
await fit(model, samplesOf(train).shuffle().batch(16), { ...options, optimizer, epochs: 20, seed: 1 });
const { loss = Number.NaN, metrics } = await evaluate(model, samplesOf(test).batch(16), options);
console.log(`loss ${loss.toFixed(3)}, ${(100 * metrics.accuracy).toFixed(0)} % of the penguins right`);
