import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BackendError } from '@neurite/core/errors';
import type { JobData } from './job.js';
import type { Answer, Learned, NetworkSteps, Task } from './task.js';
import { writeTaskFile } from './task-file.js';

/** Compiled, also where this file is run from its source. */
const PROGRAM: string = fileURLToPath(new URL('../../dist/task-process.js', import.meta.url));

/**
 * Does something in a process of its own.
 *
 * @throws BackendError when it cannot be done here, or the process ends without an answer, as for want of memory
 */
export function inOwnProcess(task: Task & { readonly kind: 'learn' }, data: JobData): Promise<Learned>;
export function inOwnProcess(task: Task & { readonly kind: 'steps' }, data: JobData): Promise<readonly NetworkSteps[]>;
export async function inOwnProcess(task: Task, data: JobData): Promise<Learned | readonly NetworkSteps[]> {
  const folder = await mkdtemp(join(tmpdir(), 'learning-compared-'));
  try {
    const path = join(folder, 'task.safetensors');
    await writeTaskFile(path, task, data);
    const { text, ending } = await run(path);
    const answer = text === '' ? { problem: `its process ended with ${ending}` } : (JSON.parse(text) as Answer);
    if ('result' in answer) return answer.result;
    throw new BackendError({ where: `${task.job.model} on ${task.job.engine.name}`, problem: answer.problem });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** @returns the last line that it wrote, and how it ended */
function run(path: string): Promise<{ readonly text: string; readonly ending: string }> {
  const child = spawn(process.execPath, ['--expose-gc', PROGRAM, path], { stdio: ['ignore', 'pipe', 'ignore'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve({ text: text.trimEnd().split('\n').at(-1) ?? '', ending: signal ?? `exit code ${code}` });
    });
  });
}
