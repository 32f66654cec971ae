import { checkEmpty, checkOp, type OpResult, type Thoroughness, together } from './check-op.js';
import { families } from './families/index.js';
import type { OperationSpec } from './operation-spec.js';

/** The engines of the table. */
export const engines = ['cpu', 'wasm', 'webgl', 'webgpu'] as const;
export type Engine = (typeof engines)[number];
/** An engine that needs a page. */
export type BrowserEngine = 'webgl' | 'webgpu';

/** The results of every operation on one engine, by its name. */
export type Column = Readonly<Record<string, OpResult>>;

/** What FEATURES.md is made of. */
export type Table = {
  readonly browser: string;
  readonly columns: Readonly<Record<Engine, Column>>;
};

/** Every operation of the table, in its order. */
export const specs: readonly OperationSpec[] = Object.values(families).flat();

/** One of so many rows of a family is in a sample. */
const SAMPLED = 24;

/**
 * Some rows of each family, the same each time: those whose names have the smallest hashes, so that a row that is added
 * moves hardly any other in or out.
 */
export function sampleOfRows(): string[] {
  return Object.values(families).flatMap((family) =>
    family
      .map(({ name }) => ({ name, order: hash(name) }))
      .sort((one, other) => one.order - other.order)
      .slice(0, Math.ceil(family.length / SAMPLED))
      .map(({ name }) => name),
  );
}

/**
 * What one of the engines of a page takes of a sample, every second, the other one the rest: each has shaders of its own,
 * and compiling them takes most of the time.
 */
export function shareOf<T>(engine: BrowserEngine, sample: readonly T[]): readonly T[] {
  const first = engine === 'webgl' ? 0 : 1;
  return sample.filter((_, i) => i % 2 === first);
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

/** The two parts of a column: tensors with elements, and tensors without. */
export type Part = 'numbers' | 'empty';

/** Checks every operation on the running engine. */
export async function checkColumn(runs: Thoroughness): Promise<Column> {
  return joinParts(await checkPart('numbers', specs, runs), await checkPart('empty', specs, runs));
}

/** Checks some operations on the running engine; stops after one that takes the device away. */
export async function checkPart(part: Part, of: readonly OperationSpec[], runs: Thoroughness): Promise<Column> {
  const column: Record<string, OpResult> = {};
  for (const spec of of) {
    const result = part === 'numbers' ? await checkOp(spec, runs) : await checkEmpty(spec);
    column[spec.name] = result;
    if (losesDevice(result)) break;
  }
  return column;
}

/** A column of its parts, in the order of the table. */
export function joinParts(numbers: Column, empty: Column): Column {
  return Object.fromEntries(
    specs.filter(({ name }) => name in numbers).map(({ name }) => [name, together(numbers[name]!, empty[name]!)]),
  );
}

/** Whether an engine's device was gone during or after an operation. */
function losesDevice(result: OpResult): boolean {
  const gone = /device (was|is) lost|too large for the implementation/i;
  return Object.values(result).some(({ findings = [] }) => findings.some(({ text }) => gone.test(text)));
}

/** The table as a file, with a line for each operation. */
export function serialize({ browser, columns }: Table): string {
  const column = (engine: Engine): string =>
    `  "${engine}": {\n${Object.entries(columns[engine])
      .map(([name, result]) => `    ${JSON.stringify(name)}: ${JSON.stringify(result)}`)
      .join(',\n')}\n  }`;
  return `{\n  "browser": ${JSON.stringify(browser)},\n  "columns": {\n${engines.map(column).join(',\n')}\n  }\n}\n`;
}
