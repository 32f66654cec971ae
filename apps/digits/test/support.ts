import { type ChildProcess, type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mnist } from '@neurite/data/mnist';
import { heard } from '@neurite/testing/heard';
import { runCommandLine } from '../src/command-line.js';

export const program: string = join(import.meta.dirname, '..', 'dist', 'main.js');

/** Runs the command to its end. */
export function digits(...args: string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', env: environment });
}

/**
 * Runs the command within this process, which saves the seconds in which another would load its modules, and does at its
 * end what one does at its exit: it gives locks back.
 */
export async function digitsHere(
  ...args: string[]
): Promise<Pick<SpawnSyncReturns<string>, 'stdout' | 'stderr' | 'status'>> {
  const others = process.listeners('exit');
  try {
    return await heard(() => runCommandLine(args));
  } finally {
    for (const listener of process.listeners('exit').filter((one) => !others.includes(one))) {
      process.off('exit', listener);
      listener.call(process, 0);
    }
  }
}

export function start(...args: string[]): ChildProcess {
  return spawn(process.execPath, [program, ...args], { env: environment });
}

/** A progress bar's lines depend on it. */
const environment = { ...process.env, COLUMNS: '80' };

/** Waits for words on standard error, which shows the progress. */
export function until(child: ChildProcess, words: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let seen = '';
    child.on('close', () => reject(new RangeError(`it ended before it said ${words}: ${seen}`)));
    child.stderr!.on('data', (chunk) => {
      seen += String(chunk);
      if (seen.includes(words)) resolve();
    });
  });
}

/** Waits for the end. */
export function ended(
  child: ChildProcess,
): Promise<{ readonly code: number | null; readonly signal: string | null; readonly stderr: string }> {
  let stderr = '';
  child.stderr?.on('data', (chunk) => {
    stderr += String(chunk);
  });
  child.stdout?.resume();
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, stderr })));
}

/** The part of the digits that a test has time for: every eighth, thirty of them twice, and a hundred to test on. */
export function writeSmallData(folder: string): Promise<void> {
  return writeData(folder, { train: [0, 8, 1200, 1170], test: [3, 100, 100] });
}

/** So few digits that an epoch takes four steps: for tests of anything but what is learned. */
export function writeTinyData(folder: string): Promise<void> {
  return writeData(folder, { train: [0, 40, 240], test: [3, 500, 20] });
}

/** With `different`, the images after so many are the first ones again. */
type Picked = readonly [from: number, step: number, count: number, different?: number];

async function writeData(folder: string, { train, test }: { readonly train: Picked; readonly test: Picked }) {
  const { x, y } = await mnist();
  const pick = ([from, step, count, different = count]: Picked) =>
    Array.from({ length: count }, (_, i) => from + (i % different) * step);
  writeIdx(folder, 'train', x.data, y.data, pick(train));
  writeIdx(folder, 't10k', x.data, y.data, pick(test));
}

/** Writes images and labels in the format of MNIST: big-endian sizes, then bytes. */
export function writeIdx(
  folder: string,
  part: string,
  x: Float32Array,
  y: Int32Array,
  chosen: readonly number[],
  side = 28,
): void {
  const header = (kind: number, ...sizes: number[]): Buffer => {
    const bytes = Buffer.alloc(4 + 4 * sizes.length);
    bytes.writeUInt32BE(0x0800 + kind);
    sizes.forEach((size, i) => void bytes.writeUInt32BE(size, 4 + 4 * i));
    return bytes;
  };
  const pixels = side * side;
  const images = Buffer.alloc(chosen.length * pixels);
  for (const [row, i] of chosen.entries()) {
    images.set(
      x.subarray(i * pixels, (i + 1) * pixels).map((ink) => Math.round(255 * ink)),
      row * pixels,
    );
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, `${part}-images-idx3-ubyte`),
    Buffer.concat([header(3, chosen.length, side, side), images]),
  );
  writeFileSync(
    join(folder, `${part}-labels-idx1-ubyte`),
    Buffer.concat([header(1, chosen.length), Buffer.from(chosen.map((i) => y[i]!))]),
  );
}
