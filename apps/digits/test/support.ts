import { type ChildProcess, type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mnist } from '@neurite/data/mnist';

export const program: string = join(import.meta.dirname, '..', 'dist', 'main.js');

/** Runs the command to its end. */
export function digits(...args: string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', env: environment });
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

/** The part of the digits that a test has time for: every eighth, and a hundred to test on. */
export async function writeSmallData(folder: string): Promise<void> {
  const { x, y } = await mnist();
  const pick = (from: number, step: number, count: number) => Array.from({ length: count }, (_, i) => from + i * step);
  writeIdx(folder, 'train', x.data, y.data, pick(0, 8, 1200));
  writeIdx(folder, 't10k', x.data, y.data, pick(3, 100, 100));
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
