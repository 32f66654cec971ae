import { CHOSEN_OPTIMIZERS, CHOSEN_SCHEDULES } from './choices.js';
import { FEATURES } from './features.js';
import { encodeConfig, type NetworkConfig } from './network-config.js';
import { makeSamples, outputsOf, type Sample, type TaskKind, taskKind } from './samples.js';

/** The line by which exported code is known again. */
const MARK = '// The laboratory: #network?';

/** The name of the file: an ES module wherever it lies. */
export const CODE_NAME = 'network.mts';

/** Names that a program imports from each package. */
type Imports = Record<string, Set<string>>;

/**
 * A TypeScript program that trains the same network on the same points, step by step the same. Its syntax is ES2022,
 * which every Node that the packages support runs: `using` needs Node 24.
 *
 * @param epochs how long, at least 1
 */
export function generateCode(config: NetworkConfig, epochs: number): string {
  const { train, test } = makeSamples(config);
  const kind = taskKind(config);
  const imports: Imports = {
    '@neurite/backend-wasm': new Set(['useWasm']),
    '@neurite/core': new Set(['build', 'hostArray']),
    '@neurite/data': new Set(['fromArrays']),
    '@neurite/layers': new Set(['dense', 'sequential']),
    '@neurite/training': new Set(['evaluate', 'fit', 'predict']),
  };
  const use = (from: string, ...names: string[]): void => {
    imports[from] ??= new Set();
    for (const name of names) imports[from].add(name);
  };
  const parts = [
    pointsPart(train, test),
    featuresPart(config, kind),
    networkPart(config, use),
    trainPart(config, { epochs, use }),
    test.length === 0
      ? ''
      : `const { loss } = await evaluate(model, all(test), { loss: ${lossName(config)} });\nconsole.log('test loss', loss);\n`,
    `const answer = await predict(model, samples([[1, 2, 0]]).x); // at x1 = 1, x2 = 2${answerNote(kind)}\nconsole.log(await answer.array());\nanswer.dispose();\nmodel.dispose();\n`,
  ];
  use('@neurite/losses', lossName(config));
  if (config.jitter > 0) use('@neurite/core', 'type Augmentation');
  const head = Object.entries(imports)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([from, names]) => `import { ${[...names].sort(byName).join(', ')} } from '${from}';`);
  const packages = [...new Set([...Object.keys(imports), '@tensorflow/tfjs-core', 'tsx'])].sort();
  return [
    `// To run it, with Node 20.19 or later: npm install ${packages.join(' ')} && npx tsx ${CODE_NAME}`,
    '// Made by the neuron laboratory of neurite.',
    `${MARK}${encodeConfig(config)}`,
    ...head,
    '',
    'await useWasm();',
    '',
    ...parts.filter((part) => part !== ''),
  ].join('\n');
}

/** The configuration's query in exported code; undefined where it is no such code. */
export function queryInCode(code: string): string | undefined {
  const line = code.split('\n').find((one) => one.startsWith(MARK));
  return line?.slice(MARK.length).trim();
}

function byName(one: string, other: string): number {
  const [a, b] = [one, other].map((name) => name.replace('type ', '').toLowerCase()) as [string, string];
  return a < b ? -1 : 1;
}

function pointsPart(train: readonly Sample[], test: readonly Sample[]): string {
  const rows = (samples: readonly Sample[]): string => {
    const all = samples.map(({ x1, x2, label }) => `[${x1}, ${x2}, ${label}]`);
    const lines = Array.from(
      { length: Math.ceil(all.length / 6) },
      (_, i) => `  ${all.slice(i * 6, i * 6 + 6).join(', ')},`,
    );
    return `[\n${lines.join('\n')}\n]`;
  };
  const list = (name: string, samples: readonly Sample[]): string =>
    `const ${name}: readonly Sample[] = ${rows(samples)};\n`;
  return [
    '/** x1, x2, and the truth: a class, or a number. */',
    'type Sample = readonly [x1: number, x2: number, label: number];',
    list('train', train),
    test.length === 0 ? '' : list('test', test),
  ].join('\n');
}

function featuresPart(config: NetworkConfig, kind: TaskKind): string {
  const used = config.features.map((name) => FEATURES[name].code);
  const names = ['x1', 'x2'].map((name) => (used.some((code) => code.includes(name)) ? name : `_${name}`));
  const labels =
    kind === 'classes'
      ? 'hostArray(Int32Array.from(labels))'
      : 'hostArray(Float32Array.from(labels), [labels.length, 1])';
  return `const features = (${names.map((name) => `${name}: number`).join(', ')}): number[] => [${used.join(', ')}];

function samples(points: readonly Sample[]) {
  const x = Float32Array.from(points.flatMap(([x1, x2]) => features(x1, x2)));
  const labels = points.map(([, , label]) => label);
  return { x: hostArray(x, [points.length, ${used.length}]), y: ${labels} };
}

const all = (points: readonly Sample[]) => fromArrays(samples(points)).batch(100);
`;
}

function networkPart(config: NetworkConfig, use: (from: string, ...names: string[]) => void): string {
  const { activation } = config;
  if (activation !== 'linear' && config.hidden.length > 0) use('@neurite/layers', activation);
  const hidden = config.hidden.map((units) => `dense(${units}),${activation === 'linear' ? '' : ` ${activation}(),`}`);
  const layers = [...hidden, `dense(${outputsOf(config)}),`].map((line) => `  ${line}`);
  return `const network = sequential(\n${layers.join('\n')}\n);\nconst model = build(network, { input: [${config.features.length}], seed: ${config.seed} });\n`;
}

function lossName(config: NetworkConfig): string {
  return { regression: 'meanSquaredError', binary: 'sigmoidCrossEntropy', classes: 'softmaxCrossEntropy' }[
    taskKind(config)
  ];
}

function trainPart(
  config: NetworkConfig,
  { epochs, use }: { epochs: number; use: (from: string, ...names: string[]) => void },
): string {
  const rate = CHOSEN_SCHEDULES[config.schedule].code(config);
  if (config.schedule !== 'constant') use('@neurite/optimizers', config.schedule);
  const plain = CHOSEN_OPTIMIZERS[config.optimizer].code(rate);
  use('@neurite/optimizers', plain.slice(0, plain.indexOf('(')));
  if (config.clip > 0) use('@neurite/optimizers', 'chain', 'clipByGlobalNorm');
  const optimizer = config.clip > 0 ? `chain(clipByGlobalNorm(${config.clip}), ${plain})` : plain;
  const data =
    config.jitter === 0
      ? `const batches = fromArrays(samples(train)).shuffle().batch(${config.batch});\n`
      : jitterPart(config);
  return `${data}${penaltyPart(config, use)}
const history = await fit(model, batches, {
  epochs: ${epochs},
  loss: ${config.regularization === 'none' ? lossName(config) : 'penalized'},
  optimizer: ${optimizer},
  seed: ${config.seed},
});
console.log('loss of the last epoch', history.epochs.at(-1)?.loss);
`;
}

function jitterPart(config: NetworkConfig): string {
  const kind = taskKind(config);
  const labels =
    kind === 'classes'
      ? 'hostArray(Int32Array.from(labels))'
      : 'hostArray(Float32Array.from(labels), [labels.length, 1])';
  return `/** Moves each point at random, anew in each epoch. */
const jitter: Augmentation<{ dx1: number; dx2: number }> = {
  name: 'jitter',
  keeps: ['label'],
  draw: (random) => ({ dx1: random.normal(0, ${config.jitter}), dx2: random.normal(0, ${config.jitter}) }),
  row: ({ data }, { dx1, dx2 }) => hostArray(Float32Array.of(data[0]! + dx1, data[1]! + dx2)),
};
const points = Float32Array.from(train.flatMap(([x1, x2]) => [x1, x2]));
const labels = train.map(([, , label]) => label);
const batches = fromArrays({ x: hostArray(points, [train.length, 2]), y: ${labels} })
  .augment(jitter, { x: 'row', y: 'label' })
  .map(({ x, y }) => ({ x: hostArray(Float32Array.from(features(x.data[0]!, x.data[1]!))), y }))
  .shuffle()
  .batch(${config.batch});
`;
}

function penaltyPart(config: NetworkConfig, use: (from: string, ...names: string[]) => void): string {
  if (config.regularization === 'none') return '';
  const l1 = config.regularization === 'l1';
  use('@neurite/core', 'parameters');
  use('@tensorflow/tfjs-core', 'add', 'mul', 'sum', l1 ? 'abs' : 'square', 'type Scalar', 'type Tensor');
  return `
const kernels = [...parameters(model)].filter(([path]) => path.endsWith('kernel')).map(([, kernel]) => kernel);
const size = (kernel: Tensor): Tensor => ${l1 ? 'sum(abs(kernel))' : 'mul(sum(square(kernel)), 0.5)'};
const penalized = (predictions: Tensor, targets: Tensor): Scalar =>
  kernels.reduce<Tensor>(
    (total, { value }) => add(total, mul(size(value), ${config.penalty})),
    ${lossName(config)}(predictions, targets),
  ) as Scalar;
`;
}

function answerNote(kind: TaskKind): string {
  return { regression: '', binary: ': above 0 means class 1', classes: ': the largest number wins' }[kind];
}
