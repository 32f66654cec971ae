import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EngineName } from '@neurite/backend-node-gpu/engine-name';
import { build } from 'esbuild';
import type { OpResult, Thoroughness } from './check-op.js';
import { type Column, joinParts, type Part } from './columns.js';
import type { Answer, Question } from './node-gpu-program.js';

/** How the program is started. */
export type NodeProcess = {
  /** The folder in which the packages of the engine are installed. */
  readonly project: string;
  /** Variables beside those of this process. Default: none. */
  readonly variables?: Readonly<Record<string, string>>;
  /** What runs it. Default: this Node. */
  readonly command?: readonly [string, ...string[]];
};

/** Checks the named operations on an engine of `@neurite/backend-node-gpu`, in processes of Node. */
export async function checkInNode(
  engine: EngineName,
  { names, runs, ...given }: { readonly names: readonly string[]; readonly runs: Thoroughness } & NodeProcess,
): Promise<{ readonly column: Column; readonly device: string }> {
  const program = await bundle();
  let device = '';
  const inFull = async (part: Part): Promise<Column> => {
    const column: Record<string, OpResult> = {};
    // After an operation that takes the device away, a new process goes on.
    const missing = (): string[] => names.filter((name) => !(name in column));
    for (let left = missing(); left.length > 0; left = missing()) {
      const answer = await ask(program, { engine, part, names: left, runs }, given);
      Object.assign(column, answer.column);
      device = answer.device;
    }
    return column;
  };
  return { column: joinParts(await inFull('numbers'), await inFull('empty')), device };
}

/** One file, which finds tfjs-core where it lies. */
async function bundle(): Promise<string> {
  const outfile = fileURLToPath(new URL('../node_modules/.test/node-gpu-program.mjs', import.meta.url));
  await build({
    entryPoints: [fileURLToPath(new URL('node-gpu-program.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['@neurite/source'],
    external: ['@tensorflow/*', 'webgpu'],
    logLevel: 'warning',
  });
  return outfile;
}

async function ask(
  program: string,
  question: Omit<Question, 'answer'>,
  { project, variables = {}, command = [process.execPath] }: NodeProcess,
): Promise<Answer> {
  const folder = mkdtempSync(join(tmpdir(), 'node-gpu-'));
  try {
    const answer = join(folder, 'answer.json');
    const [file, ...args] = command;
    const child = spawn(file, [...args, program, JSON.stringify({ ...question, answer })], {
      cwd: project,
      env: { ...process.env, ...variables },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const err: string[] = [];
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk.toString()));
    const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (...end) => resolve(end));
    });
    if (code !== 0) throw new RangeError(`the program ended with ${code ?? signal}: ${err.join('').slice(-2000)}`);
    return JSON.parse(readFileSync(answer, 'utf8')) as Answer; // of the program
  } finally {
    rmSync(folder, { recursive: true });
  }
}
