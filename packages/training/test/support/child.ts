import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { bundleForNode } from '@neurite/testing/bundle-for-node';
import type { ChildOptions } from './train-child.js';

export type Ended = {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
};

/** A training run in a child process. */
export type Child = {
  readonly process: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ended>;
  /** Waits until the child has printed a line that matches. */
  printed(pattern: RegExp): Promise<void>;
};

const program = bundleForNode(new URL('train-child.ts', import.meta.url));

export function trainInChild(options: ChildOptions): Child {
  const child = spawn(process.execPath, [program, JSON.stringify(options)]);
  let out = '';
  let err = '';
  const waiting = new Set<() => void>();
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
    for (const look of waiting) look();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, out, err }));
  });
  const printed = (pattern: RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      void ended.then((end) => reject(new RangeError(`it ended before it printed ${pattern}: ${JSON.stringify(end)}`)));
      const look = (): void => {
        if (!pattern.test(out)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  return { process: child, ended, printed };
}
