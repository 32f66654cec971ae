import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How a program is started. */
export type NodeProcess = {
  /** The folder in which the packages of the engine are installed. */
  readonly project: string;
  /** Variables beside those of this process. Default: none. */
  readonly variables?: Readonly<Record<string, string>>;
  /** What runs it. Default: this Node. */
  readonly command?: readonly [string, ...string[]];
};

/**
 * Runs a program that reads `question.json` in the folder that is its argument, and writes `answer.json` there: Dawn prints
 * what it complains about where a program prints.
 *
 * @returns the answer, JSON
 */
export async function ask(
  program: string,
  question: object,
  { project, variables = {}, command = [process.execPath] }: NodeProcess,
): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'node-gpu-'));
  try {
    writeFileSync(join(folder, 'question.json'), JSON.stringify(question));
    const [file, ...args] = command;
    const child = spawn(file, [...args, program, folder], {
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
    return JSON.parse(readFileSync(join(folder, 'answer.json'), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
