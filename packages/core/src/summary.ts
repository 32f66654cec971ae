import { util } from '@tensorflow/tfjs-core';
import type { AnyBlueprint } from './blueprint.js';
import { checkInteger, checkOptions } from './checks.js';
import { countParameters, type ParameterCounts } from './count-parameters.js';
import { ArgumentError, ShapeError } from './errors.js';
import { Module, walk } from './module.js';
import { layerName, originOf } from './origin.js';
import { Parameter } from './parameter.js';
import { formatShape, type Shape, sizeOf } from './shape.js';
import { formatSpec, type Spec, type SpecInput, toSpec } from './spec.js';

/** The widest line, and the least that one can ask for. */
const WIDTH = { most: 100, least: 70 } as const;

/** How a row begins: its name, the path of its module, and how many modules but the model itself are above it. */
type Label = { readonly name: string; readonly path: string; readonly depth: number; readonly isModule: boolean };
type Row = readonly [
  label: Label,
  layer: string,
  output: string,
  parameters: string,
  trainable: string,
  bytes: string,
  multiplyAdds: string,
];

/** How wide a summary is. */
export type SummaryWidth = {
  /** The number of columns of the widest line: an integer of at least 70. Default 100. */
  readonly width?: number;
};
/** What `summary` of a blueprint needs. */
export type SummaryOptions = SummaryWidth & { readonly input: SpecInput };

/**
 * A table of a model's modules: path, layer, output shape without the batch axis, parameters, whether training changes them,
 * bytes, and the multiply-adds of a forward pass for one sample, without those of what is below. Of a blueprint it says the
 * same before any weight exists. Where whole paths are too long for the width, each name is indented below its module instead;
 * where these are too long, bytes are left to the last line, and then what is trained. Names of layers and shapes are whole where
 * there is room.
 *
 * @returns lines of text: each module, below it its own parameters with their shapes, and the totals
 * @throws ArgumentError for a blueprint without an input, or when the width is not an integer of at least 70
 * @throws ShapeError, DtypeError when the blueprint does not take the input
 * @example
 * using neuron = new Neuron({ inputs: 3 });
 * console.log(summary(neuron));
 */
export function summary(module: Module<never, unknown>, options?: SummaryWidth): string;
export function summary(blueprint: AnyBlueprint, options: SummaryOptions): string;
export function summary(of: Module<never, unknown> | AnyBlueprint, options?: Partial<SummaryOptions>): string {
  if (of instanceof Module) {
    checkOptions('summary', options ?? {}, ['width']);
    const { rows, multiplyAdds } = moduleRows(of);
    return table(rows, { counts: countParameters(of), multiplyAdds, width: widthOf(options) });
  }
  checkOptions('summary', options ?? {}, ['input', 'width']);
  if (options?.input === undefined) {
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
  const input = toSpec(options.input);
  of.outputSpec(input);
  describeInto(found, { blueprint: of, input, path: '', name: '', depth: 0 });
  return table(found.rows, { ...found, width: widthOf(options) });
}

function widthOf({ width = WIDTH.most }: SummaryWidth = {}): number {
  checkInteger('summary', 'width', width, { min: WIDTH.least });
  return width;
}

function moduleRows(module: Module<never, unknown>): { readonly rows: Row[]; readonly multiplyAdds: number } {
  /** Each module with its own parameters, whatever stands between them in the order of fields. */
  const byModule = new Map<string, Row[]>();
  const depths = new Map<string, number>();
  let multiplyAdds = 0;
  for (const [path, node] of walk(module)) {
    if (node instanceof Parameter) {
      const owner = ownerOf(path, byModule);
      const name = owner === '' ? path : path.slice(owner.length + 1);
      const bytes = sizeOf(node.shape) * util.bytesPerElement(node.value.dtype);
      const kind = node.buffer ? 'buffer' : node.trainable ? 'yes' : 'frozen';
      const depth = depths.get(owner)!;
      byModule.get(owner)!.push(parameterRow({ name, path: owner, depth }, node.shape, { bytes, kind }));
    } else {
      const origin = originOf(node);
      const own = origin?.blueprint.describe?.(origin.input).multiplyAdds ?? 0;
      multiplyAdds += own;
      const above = path === '' ? '' : ownerOf(path, byModule);
      const depth = above === '' ? 0 : depths.get(above)! + 1;
      depths.set(path, depth);
      const name = above === '' ? path : path.slice(above.length + 1);
      byModule.set(path, [
        moduleRow({ name, path, depth }, { layer: layerName(node), output: outputOf(node), multiplyAdds: own }),
      ]);
    }
  }
  return { rows: [...byModule.values()].flat(), multiplyAdds };
}

/** The path of the module that a parameter or module is a field of, directly or in records and lists. */
function ownerOf(path: string, modules: ReadonlyMap<string, unknown>): string {
  let owner = path;
  do owner = owner.slice(0, Math.max(0, owner.lastIndexOf('.')));
  while (!modules.has(owner));
  return owner;
}

type Place = Omit<Label, 'isModule'>;

function moduleRow(
  place: Place,
  { layer, output, multiplyAdds }: { readonly layer: string; readonly output: string; readonly multiplyAdds: number },
): Row {
  return [{ ...place, isModule: true }, layer, output, '', '', '', multiplyAdds === 0 ? '' : group(multiplyAdds)];
}

function parameterRow(
  place: Place,
  shape: Shape,
  { bytes, kind }: { readonly bytes: number; readonly kind: 'yes' | 'frozen' | 'buffer' },
): Row {
  return [{ ...place, isModule: false }, '', formatShape(shape), group(sizeOf(shape)), kind, size(bytes), ''];
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
  {
    blueprint,
    input,
    isFrozen = false,
    ...place
  }: Place & { blueprint: AnyBlueprint; input: Spec; isFrozen?: boolean },
): void {
  const { path, depth } = place;
  const description = blueprint.describe?.(input) ?? {};
  const { parameters = {}, buffers = [], frozen = [], children = {}, multiplyAdds = 0 } = description;
  const output = formatSpec(blueprint.outputSpec(input));
  found.rows.push(moduleRow(place, { layer: blueprint.name, output, multiplyAdds }));
  found.multiplyAdds += multiplyAdds;
  for (const [name, { shape, dtype }] of Object.entries(parameters)) {
    const sizes = shape.map((size) => size ?? unknownSize(blueprint.name, name));
    const count = sizeOf(sizes);
    const bytes = count * (dtype === 'bool' ? 1 : 4);
    const kind = buffers.includes(name) ? 'buffer' : isFrozen || frozen.includes(name) ? 'frozen' : 'yes';
    found.rows.push(parameterRow({ name, path, depth }, sizes, { bytes, kind }));
    found.counts.total += count;
    found.counts[({ buffer: 'buffers', frozen: 'frozen', yes: 'trainable' } as const)[kind]] += count;
    found.counts.bytes += bytes;
  }
  for (const [name, [child, childInput]] of Object.entries(children)) {
    describeInto(found, {
      blueprint: child,
      input: childInput,
      isFrozen: isFrozen || frozen.includes(name),
      name,
      path: path === '' ? name : `${path}.${name}`,
      depth: path === '' ? 0 : depth + 1,
    });
  }
}

function unknownSize(where: string, name: string): never {
  throw new ShapeError({ where, argument: name, expected: 'have known sizes', received: 'null' });
}

type Totals = { readonly counts: ParameterCounts; readonly multiplyAdds: number; readonly width: number };

function totalsOf({ counts: { total, trainable, frozen, buffers, bytes }, multiplyAdds, width }: Totals): string {
  const parts = [
    `${group(total)} parameters`,
    `${group(trainable)} trainable`,
    `${group(frozen)} frozen`,
    `${group(buffers)} in buffers`,
    size(bytes),
    ...(multiplyAdds === 0 ? [] : [`${group(multiplyAdds)} multiply-adds`]),
  ];
  const line = parts.join(' · ');
  return line.length <= width ? line : `${parts.slice(0, 3).join(' · ')}\n${parts.slice(3).join(' · ')}`;
}

type Line = readonly [path: string, ...others: string[]];
const HEAD: Line = ['path', 'layer', 'shape', 'parameters', 'trainable', 'bytes', 'multiply-adds'];
/** Columns that stand at their right. */
const RIGHT: readonly string[] = ['parameters', 'bytes', 'multiply-adds'];
const ALL = HEAD.map((_, column) => column);

/** One way to show the rows: which columns, and what those of layers and shapes are cut to. */
type Way = { readonly lines: readonly Line[]; readonly columns: readonly number[]; readonly cuts: readonly number[] };

function table(rows: readonly Row[], totals: Totals): string {
  const { width } = totals;
  const withLabels = (labelOf: (label: Label) => string): Line[] =>
    rows.map(([label, ...others]) => [labelOf(label), ...others]);
  const spelled = withLabels(({ name, path, isModule }) => (isModule ? path || '(model)' : `  ${name}`));
  const indented = withLabels(
    ({ name, depth, isModule }) => ' '.repeat(isModule ? depth : depth + 1) + (name || '(model)'),
  );
  const without = (...names: readonly string[]): readonly number[] =>
    ALL.filter((column) => !names.includes(HEAD[column]!));
  const [wide, narrow] = [
    [18, 20],
    [12, 14],
  ] as const;
  const last: Way = { lines: indented, columns: without('trainable', 'bytes'), cuts: narrow };
  const ways: readonly Way[] = [
    { lines: spelled, columns: ALL, cuts: wide },
    { lines: indented, columns: ALL, cuts: wide },
    { lines: indented, columns: ALL, cuts: narrow },
    { lines: indented, columns: without('bytes'), cuts: narrow },
  ];
  const { widths, columns, lines } = [...ways, last]
    .map((way) => ({ ...way, widths: widthsOf(way) }))
    .find((way) => spanOf(way) <= width) ?? { ...last, widths: widthsOf(last) };
  widths[0] = Math.min(widths[0]!, Math.max(HEAD[0].length, width - spanOf({ widths, columns }) + widths[0]!));
  const whole = widthsOf({ lines, columns, cuts: [] });
  for (const column of [1, 2]) {
    const room = Math.max(0, width - spanOf({ widths, columns }));
    widths[column] = Math.min(whole[column]!, widths[column]! + room);
  }
  const line = (cells: Line): string =>
    columns
      .map((column) => {
        const text = shorten(cells[column]!, widths[column]!);
        return RIGHT.includes(HEAD[column]!) ? text.padStart(widths[column]!) : text.padEnd(widths[column]!);
      })
      .join('  ')
      .trimEnd();
  return [line(HEAD), '─'.repeat(spanOf({ widths, columns })), ...lines.map(line), totalsOf(totals)].join('\n');
}

/** How wide each column is. */
function widthsOf({ lines, cuts }: Way): number[] {
  return ALL.map((column) => {
    const widest = lines.reduce((most, cells) => Math.max(most, cells[column]!.length), HEAD[column]!.length);
    return Math.min(widest, cuts[column - 1] ?? widest);
  });
}

/** How wide columns are together. */
function spanOf({
  widths,
  columns,
}: {
  readonly widths: readonly number[];
  readonly columns: readonly number[];
}): number {
  return columns.reduce((sum, column) => sum + widths[column]!, 2 * (columns.length - 1));
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
