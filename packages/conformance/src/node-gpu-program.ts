import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineName } from '@neurite/backend-node-gpu';
import type { Thoroughness } from './check-op.js';
import { type Column, checkPart, type Part, specs } from './columns.js';
import { turnOnInNode } from './turn-on-in-node.js';

/** What the program is asked. */
export type Question = {
  readonly engine: EngineName;
  /** The names of the operations that are left of each part. */
  readonly left: Readonly<Record<Part, readonly string[]>>;
  readonly runs: Thoroughness;
};

/** What it answers. */
export type Answer = { readonly columns: Readonly<Record<Part, Column>>; readonly device: string };

const folder = process.argv[2]!;
const { engine, left, runs } = JSON.parse(readFileSync(join(folder, 'question.json'), 'utf8')) as Question; // of node-gpu.ts
const device = await turnOnInNode(engine);
const check = (part: Part): Promise<Column> => {
  const names = new Set(left[part]);
  return checkPart(
    part,
    specs.filter(({ name }) => names.has(name)),
    runs,
  );
};
const numbers = await check('numbers');
// After tensors without elements webgpu is wrong about others, and after an operation that took the device away about all.
const isDone = left.numbers.every((name) => name in numbers);
const found: Answer = { columns: { numbers, empty: isDone ? await check('empty') : {} }, device };
writeFileSync(join(folder, 'answer.json'), JSON.stringify(found));
