import { countParameters } from './count-parameters.js';
import { type Module, walk } from './module.js';
import { Parameter } from './parameter.js';
import { formatShape, sizeOf } from './shape.js';

/** The widest line, as wide as a terminal is at least. */
const WIDTH = 80;

type Row = readonly [path: string, kind: string, shape: string, count: string];

/**
 * A table of a model's modules and parameters, with totals; at most 80 columns wide.
 *
 * @returns lines of text: each module with its path and class, below it its own parameters with shape and count
 * @example
 * using neuron = new Neuron({ inputs: 3 });
 * console.log(summary(neuron));
 */
export function summary(module: Module<never, unknown>): string {
  const rows: Row[] = [['path', 'kind', 'shape', 'numbers']];
  let owner = '';
  for (const [path, node] of walk(module)) {
    if (node instanceof Parameter) {
      const name = owner !== '' && path.startsWith(`${owner}.`) ? path.slice(owner.length + 1) : path;
      const note = node.statistic ? 'statistic' : node.trainable ? '' : 'frozen';
      rows.push([`  ${name}`, note, formatShape(node.shape), group(sizeOf(node.shape))]);
    } else {
      owner = path;
      rows.push([path === '' ? '(model)' : path, node.constructor.name, '', '']);
    }
  }
  const { total, trainable, frozen, statistics, bytes } = countParameters(module);
  const totals = [
    `${group(total)} numbers`,
    `${group(trainable)} trainable`,
    `${group(frozen)} frozen`,
    `${group(statistics)} statistics`,
    size(bytes),
  ].join(' · ');
  return [...align(rows), totals].join('\n');
}

function align(rows: readonly Row[]): string[] {
  const widest = (column: number): number => Math.max(...rows.map((row) => row[column]!.length));
  const [shapes, counts] = [Math.min(widest(2), 24), widest(3)];
  const kinds = Math.min(widest(1), 18);
  const paths = Math.min(widest(0), WIDTH - kinds - shapes - counts - 6);
  return rows.map(([path, kind, shape, count]) =>
    [
      shorten(path, paths).padEnd(paths),
      shorten(kind, kinds).padEnd(kinds),
      shorten(shape, shapes).padEnd(shapes),
      count.padStart(counts),
    ]
      .join('  ')
      .trimEnd(),
  );
}

/** Leaves out the middle: the ends of a path tell most. */
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
