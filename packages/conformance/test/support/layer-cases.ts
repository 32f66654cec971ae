import { readdirSync } from 'node:fs';
import { fixture } from '@neurite/testing';
import type { Json } from '@neurite/testing/fixture-tensors';

/** Tensors for a page: a leaf, or a list or record of these. */
export type Leaves =
  | { readonly tensor: Json; readonly dtype?: 'int32' | undefined }
  | { readonly list: readonly Leaves[] }
  | { readonly record: Readonly<Record<string, Leaves>> };

/** A case of `fixtures/layers` in one form: what goes into a layer, and what comes out of it. */
export type LayerCase = {
  readonly name: string;
  /** For `fromConfig`. */
  readonly config: Json;
  readonly x: Leaves;
  readonly mask?: Leaves | undefined;
  readonly state?: Leaves | undefined;
  readonly training?: boolean | undefined;
  /** Words of the key of every draw, and the index of the first row. */
  readonly key?: { readonly words: readonly number[]; readonly first: number };
  /** Where the mask is 0, outputs are not looked at. */
  readonly masksOutputs?: boolean;
  /** Parameters by path. */
  readonly parameters: Readonly<Record<string, Json>>;
  /** The leaves of the outputs and of the last state, each with its cotangent, null where it has none. */
  readonly outputs: readonly { readonly values: Json; readonly cotangent: Json }[];
  /** By `x`, `x.<path>`, `state.<path>`, or the path of a parameter. */
  readonly gradients: Readonly<Record<string, Json>>;
};

type Fields = Readonly<Record<string, Json>>;
type Parts = readonly (readonly Json[])[];
/** A case as its script wrote it; which of these fields it has depends on the file. */
type Row = Readonly<
  Record<'x' | 'y' | 'cotangent' | 'values' | 'indices' | 'query' | 'context' | 'mask' | 'gradient', Json> &
    Record<'options' | 'cellOptions' | 'units' | 'filters' | 'kernelSize' | 'poolSize' | 'groups' | 'rate', Json> &
    Record<'vocabularySize' | 'dimension' | 'maxLength', Json> &
    Record<'layer' | 'name' | 'kind', string> &
    Record<'initial' | 'final' | 'finalCotangents', Parts>
> & {
  readonly arguments: readonly Json[];
  readonly gradients: Fields;
  readonly state?: Fields;
  readonly weights: readonly Fields[];
  readonly dtype?: 'int32';
  readonly dtypes?: Readonly<Record<string, 'int32'>>;
  readonly training?: boolean;
  readonly key: readonly number[];
  readonly first: number;
};

const leaf = (tensor: Json, dtype?: 'int32'): Leaves => ({ tensor, dtype });
const recordOf = (parts: Fields): Leaves => ({ record: mapped(parts, (part) => leaf(part)) });

function mapped<From, To>(fields: Readonly<Record<string, From>>, f: (value: From, name: string) => To) {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, f(value, name)]));
}

function call(name: string, ...args: readonly unknown[]): Json {
  return { name, arguments: args as readonly Json[] };
}

/** A layer of one input and one output, as most are. */
const one =
  (config: (row: Row) => Json) =>
  (row: Row): Omit<LayerCase, 'name'> => ({
    config: config(row),
    x: leaf(row.x, row.dtype),
    training: row.training,
    parameters: row.state ?? {},
    outputs: [{ values: row.y, cotangent: row.cotangent }],
    gradients: row.gradients,
  });

const named = one(({ layer, arguments: args }) => call(layer, ...args));

/** A layer of which the input is a record or list. */
function parts(row: Row): Omit<LayerCase, 'name'> {
  const { dtypes = {} } = row;
  const x = row.x as Fields; // or a list
  const leaves = mapped(x, (part, name) => leaf(part, dtypes[name]));
  const gradients = Object.entries(row.gradients).map(([name, by]) => [name in x ? `x.${name}` : name, by]);
  return {
    ...named(row),
    x: Array.isArray(x) ? { list: Object.values(leaves) } : { record: leaves },
    gradients: Object.fromEntries(gradients),
  };
}

const WIRED: Fields = {
  residual: call('residual', call('sequential', call('dense', 4), call('tanh'))),
  parallel: call('parallel', { a: call('dense', 2), b: call('identity') }),
  inputs: call('inputs', { a: call('dense', 3), b: call('sequential', call('dense', 1), call('sigmoid')) }),
  lambda: call('swish'), // a lambda of the page's
  timeDistributed: call('timeDistributed', call('sequential', call('flatten'), call('dense', 3))),
  masked: call('masked', call('sequential', call('dense', 4), call('simpleRnn', 3))),
  reshape: call('reshape', [4, 3]),
};

const isRecord = (json: Json): json is Fields => typeof json === 'object' && json !== null && !Array.isArray(json);

function wired(row: Row): Omit<LayerCase, 'name'> {
  const { x, state } = row.gradients as { readonly x: Json; readonly state: Fields };
  const byInput = isRecord(x) ? prefixed('x.', x) : { x };
  delete byInput['x.mask']; // nothing depends smoothly on a mask
  const ys = isRecord(row.y) ? Object.values(row.y) : [row.y];
  const cotangents = isRecord(row.cotangent) ? Object.values(row.cotangent) : [row.cotangent];
  return {
    ...one(({ layer }) => WIRED[layer] ?? call(layer))(row),
    x: isRecord(row.x) ? recordOf(row.x) : leaf(row.x),
    outputs: ys.map((values, i) => ({ values, cotangent: cotangents[i]! })),
    gradients: { ...byInput, ...state },
  };
}

function prefixed(before: string, fields: Fields): Record<string, Json> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [before + name, value]));
}

/** Recurrent layers with masks and states, of which the weights lie at these paths. */
const recurrent =
  (config: (row: Row) => Json, paths: readonly string[], names: readonly string[]) =>
  (row: Row): Omit<LayerCase, 'name'> => {
    const isLstm = row.kind === 'lstm';
    const states = row.initial.map((of) => (isLstm ? recordOf({ h: of[0]!, c: of[1]! }) : leaf(of[0]!)));
    const of = row.gradients as { readonly x: Json; readonly initial: Parts; readonly weights: readonly Fields[] }; // as the script writes them
    const at = (weights: readonly Fields[]) =>
      Object.assign({}, ...weights.map((fields, i) => prefixed(paths[i]!, fields))) as Record<string, Json>;
    const byState = of.initial.flatMap((each, i) =>
      each.map((by, k) => [['state', names[i], isLstm ? 'hc'[k] : ''].filter(Boolean).join('.'), by]),
    );
    const final = row.final.flat();
    const cotangents = row.finalCotangents.flat();
    return {
      ...one(config)(row),
      mask: row.mask === null ? undefined : leaf(row.mask),
      state:
        names[0] === ''
          ? states[0]
          : names[0] === '0'
            ? { list: states }
            : { record: Object.fromEntries(states.map((state, i) => [names[i]!, state])) },
      parameters: at(row.weights),
      outputs: [
        { values: row.y, cotangent: row.cotangent },
        ...final.map((values, i) => ({ values, cotangent: cotangents[i]! })),
      ],
      gradients: { x: of.x, ...Object.fromEntries(byState), ...at(of.weights) },
    };
  };

const layerOf = ({ kind, units, options, cellOptions }: Row): Json =>
  call(kind, units, { ...(options as object), ...(cellOptions as object) });
const cellOf = ({ kind, units, cellOptions }: Row): Json => call(`${kind}Cell`, units, cellOptions);

/** How each file is read; those without an entry name the call of their layer. */
const FORMS: Readonly<Record<string, (row: Row) => Omit<LayerCase, 'name'>>> = {
  activations: one(({ name, options }) => call(name, ...(options === undefined ? [] : [options]))),
  attending: parts,
  'attention-masks': (row) => ({
    ...one(({ options }) => call('multiHeadAttention', options))(row),
    mask: leaf(row.mask),
    masksOutputs: true,
  }),
  'batch-norm': one(({ options }) => call('batchNorm', options)),
  bidirectional: recurrent(
    (row) => call('bidirectional', layerOf(row)),
    ['forwardLayer.', 'backwardLayer.'],
    ['forward', 'backward'],
  ),
  conv2d: one(({ filters, kernelSize, options }) => call('conv2d', filters, kernelSize, options)),
  'cross-attention': (row) => {
    const { query, context, mask } = row;
    const both: Record<string, Leaves> = { query: leaf(query), context: leaf(context) };
    if (mask !== null) both.mask = leaf(mask, 'int32');
    const gradients = Object.entries(row.gradients).map(([name, by]) => [name in both ? `x.${name}` : name, by]);
    return {
      ...one(({ options }) => call('crossAttention', options))(row),
      x: { record: both },
      gradients: Object.fromEntries(gradients),
    };
  },
  dense: one(({ units, options }) => call('dense', units, options)),
  dropout: (row) => ({
    ...one(({ rate }) => call('dropout', rate))(row),
    training: true,
    key: { words: row.key, first: row.first },
    parameters: {},
    gradients: { x: row.gradient },
  }),
  embedding: one(({ vocabularySize, dimension }) => call('embedding', vocabularySize, dimension)),
  'go-backwards': recurrent(layerOf, [''], ['']),
  'group-norm': one(({ groups, options }) => call('groupNorm', groups, options)),
  gru: one(({ units, options }) => call('gru', units, options)),
  joins: parts,
  'layer-norm': one(({ options }) => call('layerNorm', options)),
  lstm: one(({ units, options }) => call('lstm', units, options)),
  'multi-head-attention': one(({ options }) => call('multiHeadAttention', options)),
  'pool-indices': (row) => ({
    ...named(row),
    outputs: [
      { values: row.values, cotangent: row.cotangent },
      { values: row.indices, cotangent: null },
    ],
    parameters: {},
  }),
  pool2d: one(({ kind, poolSize, options }) =>
    kind === 'global' ? call('globalAveragePool2d') : call(`${kind}Pool2d`, poolSize, options),
  ),
  'positional-embedding': one(({ maxLength }) => call('positionalEmbedding', maxLength)),
  recurrent: recurrent(layerOf, [''], ['']),
  'rms-norm': one(({ options }) => call('rmsNorm', options)),
  'simple-rnn': one(({ units, options }) => call('simpleRnn', units, options)),
  stacked: recurrent(
    (row) => call('recurrent', call('stacked', cellOf(row), cellOf(row)), row.options),
    ['cell.cells.0.', 'cell.cells.1.'],
    ['0', '1'],
  ),
  unpool: parts,
  'weighted-bags': parts,
  wiring: wired,
};

/** Files of networks, and of weights in another order: their layers stand in the others, too. What samplers draw has none. */
const LEFT_OUT = ['keras-recurrent', 'network', 'resnet', 'sampling'];

/** Every case of `fixtures/layers`, in the order of the files. */
export function layerCases(): readonly LayerCase[] {
  const folder = new URL('../../../../fixtures/layers/', import.meta.url);
  const files = readdirSync(folder).flatMap((name) => (name.endsWith('.json') ? [name.replace('.json', '')] : []));
  return files
    .filter((file) => !LEFT_OUT.includes(file))
    .sort()
    .flatMap((file) => {
      const { cases } = fixture<{ cases: Row[] }>(`layers/${file}`);
      return cases.map((row, i): LayerCase => {
        const made = (FORMS[file] ?? named)(row);
        return { name: `${file} ${i}, ${titleOf(made.config)}`, ...made };
      });
    });
}

/** A config as the call that it is. */
function titleOf(config: Json): string {
  const { name, arguments: args } = config as { readonly name: string; readonly arguments: readonly Json[] };
  return `${name}(${JSON.stringify(args).slice(1, -1).slice(0, 60)})`;
}
