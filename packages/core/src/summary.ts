import { util } from '@tensorflow/tfjs-core';
import type { AnyBlueprint } from './blueprint.js';
import { checkOptions } from './checks.js';
import { countParameters, type ParameterCounts } from './count-parameters.js';
import { ArgumentError, ShapeError } from './errors.js';
import { Module, walk } from './module.js';
import { layerName, originOf } from './origin.js';
import { Parameter } from './parameter.js';
import { formatShape, type Shape, sizeOf } from './shape.js';
import { formatSpec, type Spec, type SpecInput, toSpec } from './spec.js';

/** The widest line. */
const WIDTH = 100;

type Row = readonly [
  path: string,
  layer: string,
  output: string,
  parameters: string,
  trainable: string,
  bytes: string,
  multiplyAdds: string,
];

/** What `summary` of a blueprint needs. */
export type SummaryOptions = { readonly input: SpecInput };

/**
 * A table of a model's modules: path, layer, output shape without the batch axis, parameters, whether training changes them,
 * bytes, and the multiply-adds of a forward pass for one sample, without those of what is below; at most 100 columns wide. Of a
 * blueprint it says the same before any weight exists.
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
  if (of instanceof Module) {
    const { rows, multiplyAdds } = moduleRows(of);
    return table(rows, totalsOf(countParameters(of), multiplyAdds));
  }
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
  return table(found.rows, totalsOf(found.counts, found.multiplyAdds));
}

function moduleRows(module: Module<never, unknown>): { readonly rows: Row[]; readonly multiplyAdds: number } {
  /** Each module with its own parameters, whatever stands between them in the order of fields. */
  const byModule = new Map<string, Row[]>();
  let multiplyAdds = 0;
  for (const [path, node] of walk(module)) {
    if (node instanceof Parameter) {
      const owner = ownerOf(path, byModule);
      const name = owner === '' ? path : path.slice(owner.length + 1);
      const bytes = sizeOf(node.shape) * util.bytesPerElement(node.value.dtype);
      const kind = node.buffer ? 'buffer' : node.trainable ? 'yes' : 'frozen';
      byModule.get(owner)!.push(parameterRow(name, node.shape, { bytes, kind }));
    } else {
      const origin = originOf(node);
      const own = origin?.blueprint.describe?.(origin.input).multiplyAdds ?? 0;
      multiplyAdds += own;
      byModule.set(path, [moduleRow(path, layerName(node), outputOf(node), own)]);
    }
  }
  return { rows: [...byModule.values()].flat(), multiplyAdds };
}

/** The path of the module that a parameter is a field of, directly or in records and lists. */
function ownerOf(path: string, modules: ReadonlyMap<string, unknown>): string {
  let owner = path;
  do owner = owner.slice(0, Math.max(0, owner.lastIndexOf('.')));
  while (!modules.has(owner));
  return owner;
}

function moduleRow(path: string, layer: string, output: string, multiplyAdds: number): Row {
  return [path === '' ? '(model)' : path, layer, output, '', '', '', multiplyAdds === 0 ? '' : group(multiplyAdds)];
}

function parameterRow(
  name: string,
  shape: Shape,
  { bytes, kind }: { readonly bytes: number; readonly kind: 'yes' | 'frozen' | 'buffer' },
): Row {
  return [`  ${name}`, '', formatShape(shape), group(sizeOf(shape)), kind, size(bytes), ''];
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
  { blueprint, input, isFrozen = false }: { blueprint: AnyBlueprint; input: Spec; isFrozen?: boolean },
): void {
  const description = blueprint.describe?.(input) ?? {};
  const { parameters = {}, buffers = [], frozen = [], children = {}, multiplyAdds = 0 } = description;
  found.rows.push(moduleRow(path, blueprint.name, formatSpec(blueprint.outputSpec(input)), multiplyAdds));
  found.multiplyAdds += multiplyAdds;
  for (const [name, { shape, dtype }] of Object.entries(parameters)) {
    const sizes = shape.map((size) => size ?? unknownSize(blueprint.name, name));
    const count = sizeOf(sizes);
    const bytes = count * (dtype === 'bool' ? 1 : 4);
    const kind = buffers.includes(name) ? 'buffer' : isFrozen || frozen.includes(name) ? 'frozen' : 'yes';
    found.rows.push(parameterRow(name, sizes, { bytes, kind }));
    found.counts.total += count;
    found.counts[({ buffer: 'buffers', frozen: 'frozen', yes: 'trainable' } as const)[kind]] += count;
    found.counts.bytes += bytes;
  }
  for (const [name, [child, childInput]] of Object.entries(children)) {
    describeInto(found, path === '' ? name : `${path}.${name}`, {
      blueprint: child,
      input: childInput,
      isFrozen: isFrozen || frozen.includes(name),
    });
  }
}

function unknownSize(where: string, name: string): never {
  throw new ShapeError({ where, argument: name, expected: 'have known sizes', received: 'null' });
}

function totalsOf({ total, trainable, frozen, buffers, bytes }: ParameterCounts, multiplyAdds: number): string {
  const parts = [
    `${group(total)} parameters`,
    `${group(trainable)} trainable`,
    `${group(frozen)} frozen`,
    `${group(buffers)} in buffers`,
    size(bytes),
    ...(multiplyAdds === 0 ? [] : [`${group(multiplyAdds)} multiply-adds`]),
  ];
  const line = parts.join(' · ');
  return line.length <= WIDTH ? line : `${parts.slice(0, 3).join(' · ')}\n${parts.slice(3).join(' · ')}`;
}

const HEAD: Row = ['path', 'layer', 'shape', 'parameters', 'trainable', 'bytes', 'multiply-adds'];
/** What a column is cut to at most, and whether it stands at its right. */
const COLUMNS = [
  { most: WIDTH, right: false },
  { most: 18, right: false },
  { most: 20, right: false },
  { most: WIDTH, right: true },
  { most: WIDTH, right: false },
  { most: WIDTH, right: true },
  { most: WIDTH, right: true },
] as const;

function table(rows: readonly Row[], totals: string): string {
  const cells = [HEAD, ...rows];
  const widths = COLUMNS.map(({ most }, column) =>
    Math.min(
      most,
      cells.reduce((widest, row) => Math.max(widest, row[column]!.length), 0),
    ),
  );
  const gaps = 2 * (COLUMNS.length - 1);
  const others = widths.slice(1).reduce((sum, width) => sum + width, gaps);
  widths[0] = Math.min(widths[0]!, WIDTH - others);
  const line = (row: Row): string =>
    row
      .map((text, column) => {
        const shown = shorten(text, widths[column]!);
        return COLUMNS[column]!.right ? shown.padStart(widths[column]!) : shown.padEnd(widths[column]!);
      })
      .join('  ')
      .trimEnd();
  const rule = '─'.repeat(widths[0]! + others);
  return [line(HEAD), rule, ...rows.map(line), totals].join('\n');
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
