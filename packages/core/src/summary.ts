import type { AnyBlueprint } from './blueprint.js';
import { checkOptions } from './checks.js';
import { countParameters, type ParameterCounts } from './count-parameters.js';
import { ArgumentError, ShapeError } from './errors.js';
import { Module, walk } from './module.js';
import { layerName, originOf } from './origin.js';
import { Parameter } from './parameter.js';
import { formatShape, sizeOf } from './shape.js';
import { formatSpec, type Spec, type SpecInput, toSpec } from './spec.js';

/** The widest line. */
const WIDTH = 100;

type Row = readonly [path: string, layer: string, output: string, parameters: string, note: string];
type Line = Row | 'rule';

/** What `summary` of a blueprint needs. */
export type SummaryOptions = { readonly input: SpecInput };

/**
 * A table of a model's modules: path, layer, output shape without the batch axis, parameters; at most 100 columns wide.
 * Of a blueprint it says the same before any weight exists, and the multiply-adds of a forward pass.
 *
 * @returns lines of text: each module, below it its own parameters with their shapes, and the totals
 * @throws ArgumentError for a blueprint without an input
 * @throws ShapeError, DtypeError when the blueprint does not take the input
 * @example
 * using neuron = new Neuron({ inputs: 3 });
 * console.log(summary(neuron));
 */
export function summary(module: Module<never, unknown>): string;
export function summary(blueprint: AnyBlueprint, options: SummaryOptions): string;
export function summary(of: Module<never, unknown> | AnyBlueprint, options?: SummaryOptions): string {
  if (of instanceof Module) return table(moduleRows(of), totalsOf(countParameters(of)));
  if (options === undefined) {
    throw new ArgumentError({
      where: 'summary',
      argument: 'options',
      expected: 'have the input of the blueprint',
      received: 'none',
      advice: 'Write summary(network, { input: [28, 28, 1] })',
    });
  }
  const found: Found = {
    rows: [],
    counts: { total: 0, trainable: 0, frozen: 0, buffers: 0, bytes: 0 },
    multiplyAdds: 0,
  };
  checkOptions('summary', options, ['input']);
  const input = toSpec(options.input);
  of.outputSpec(input);
  describeInto(found, '', { blueprint: of, input });
  return table(found.rows, `${totalsOf(found.counts)} · ${group(found.multiplyAdds)} multiply-adds`);
}

function moduleRows(module: Module<never, unknown>): Row[] {
  const rows: Row[] = [];
  let owner = '';
  for (const [path, node] of walk(module)) {
    if (node instanceof Parameter) {
      const name = owner !== '' && path.startsWith(`${owner}.`) ? path.slice(owner.length + 1) : path;
      const note = node.buffer ? 'buffer' : node.trainable ? '' : 'frozen';
      rows.push([`  ${name}`, '', formatShape(node.shape), group(sizeOf(node.shape)), note]);
    } else {
      owner = path;
      rows.push([path === '' ? '(model)' : path, layerName(node), outputOf(node), '', '']);
    }
  }
  return rows;
}

function outputOf(module: object): string {
  const origin = originOf(module);
  return origin === undefined ? '' : formatSpec(origin.blueprint.outputSpec(origin.input));
}

type Found = {
  readonly rows: Row[];
  readonly counts: { -readonly [K in keyof ParameterCounts]: number };
  multiplyAdds: number;
};

function describeInto(
  found: Found,
  path: string,
  { blueprint, input }: { blueprint: AnyBlueprint; input: Spec },
): void {
  const { parameters = {}, buffers = [], children = {}, multiplyAdds = 0 } = blueprint.describe?.(input) ?? {};
  found.rows.push([path === '' ? '(model)' : path, blueprint.name, formatSpec(blueprint.outputSpec(input)), '', '']);
  found.multiplyAdds += multiplyAdds;
  for (const [name, { shape, dtype }] of Object.entries(parameters)) {
    const sizes = shape.map((size) => size ?? unknownSize(blueprint.name, name));
    const [size, isBuffer] = [sizeOf(sizes), buffers.includes(name)];
    found.rows.push([`  ${name}`, '', formatShape(sizes), group(size), isBuffer ? 'buffer' : '']);
    found.counts.total += size;
    found.counts[isBuffer ? 'buffers' : 'trainable'] += size;
    found.counts.bytes += size * (dtype === 'bool' ? 1 : 4);
  }
  for (const [name, [child, childInput]] of Object.entries(children)) {
    describeInto(found, path === '' ? name : `${path}.${name}`, { blueprint: child, input: childInput });
  }
}

function unknownSize(where: string, name: string): never {
  throw new ShapeError({ where, argument: name, expected: 'have known sizes', received: 'null' });
}

function totalsOf({ total, trainable, frozen, buffers, bytes }: ParameterCounts): string {
  return [
    `${group(total)} parameters`,
    `${group(trainable)} trainable`,
    `${group(frozen)} frozen`,
    `${group(buffers)} in buffers`,
    size(bytes),
  ].join(' · ');
}

function table(rows: readonly Row[], totals: string): string {
  const head: Row = ['path', 'layer', 'shape', 'parameters', ''];
  const all: readonly Line[] = [head, 'rule', ...rows];
  const cells = [head, ...rows];
  const widest = (column: number): number => cells.reduce((most, row) => Math.max(most, row[column]!.length), 0);
  const [layers, shapes, counts, notes] = [Math.min(widest(1), 22), Math.min(widest(2), 28), widest(3), widest(4)];
  const paths = Math.min(widest(0), WIDTH - layers - shapes - counts - notes - 8);
  const lines = all.map((line) => {
    if (line === 'rule') return '─'.repeat(paths + layers + shapes + counts + 6);
    const [path, layer, shape, count, note] = line;
    return [
      shorten(path, paths).padEnd(paths),
      shorten(layer, layers).padEnd(layers),
      shorten(shape, shapes).padEnd(shapes),
      count.padStart(counts),
      note,
    ]
      .join('  ')
      .trimEnd();
  });
  return [...lines, totals].join('\n');
}

/** Leaves out the middle: the ends of a path say most. */
function shorten(text: string, width: number): string {
  if (text.length <= width) return text;
  const end = Math.floor((width - 1) / 2);
  return `${text.slice(0, width - 1 - end)}…${text.slice(text.length - end)}`;
}

/** 1234567 as `1,234,567`, whatever the machine's language. */
function group(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
