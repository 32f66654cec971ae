import type { EngineName } from '@neurite/backend-node-gpu/engine-name';
import { bundleForNode } from '@neurite/testing/bundle-for-node';
import type { OpResult, Thoroughness } from './check-op.js';
import { type Column, joinParts, type Part } from './columns.js';
import { ask, type NodeProcess } from './in-node.js';
import type { Answer, Question } from './node-gpu-program.js';

/** Checks the named operations on an engine of `@neurite/backend-node-gpu`, in processes of Node. */
export async function checkInNode(
  engine: EngineName,
  { names, runs, ...given }: { readonly names: readonly string[]; readonly runs: Thoroughness } & NodeProcess,
): Promise<{ readonly column: Column; readonly device: string }> {
  const program = bundleForNode(new URL('node-gpu-program.ts', import.meta.url));
  const columns: Readonly<Record<Part, Record<string, OpResult>>> = { numbers: {}, empty: {} };
  const missing = (part: Part): string[] => names.filter((name) => !(name in columns[part]));
  for (;;) {
    const left = { numbers: missing('numbers'), empty: missing('empty') };
    const question: Question = { engine, left, runs };
    const answer = (await ask(program, question, given)) as Answer; // of the program
    Object.assign(columns.numbers, answer.columns.numbers);
    Object.assign(columns.empty, answer.columns.empty);
    // After an operation that takes the device away, a new process goes on.
    const isDone = missing('numbers').length === 0 && missing('empty').length === 0;
    if (isDone) return { column: joinParts(columns.numbers, columns.empty), device: answer.device };
  }
}
