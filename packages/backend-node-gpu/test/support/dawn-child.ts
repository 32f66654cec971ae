import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { softwareVulkan } from '@neurite/browser-testing';
import { buildSync } from 'esbuild';

export type Ended = {
  readonly code: number | null;
  readonly signal: string | null;
  /** What it printed: an object for each line. */
  readonly facts: readonly Record<string, unknown>[];
  readonly err: string;
};

/** Where the bundle lies, it finds tfjs and Dawn. */
const program = fileURLToPath(new URL('../../node_modules/.test/dawn-program.mjs', import.meta.url));
let isBundled = false;

function bundle(): void {
  if (isBundled) return;
  buildSync({
    entryPoints: [fileURLToPath(new URL('dawn-program.ts', import.meta.url))],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['@neurite/source'],
    external: ['@tensorflow/*', 'webgpu'],
    logLevel: 'warning',
  });
  isBundled = true;
}

/**
 * Runs the program on Dawn's software renderer until it ends.
 *
 * @param onLine called for each line that it prints
 */
export function runDawn(
  args: readonly string[],
  { flags = [], onLine }: { readonly flags?: readonly string[]; readonly onLine?: (child: ChildProcess) => void } = {},
): Promise<Ended> {
  bundle();
  const child = spawn(process.execPath, [...flags, program, ...args], {
    env: { ...process.env, ...softwareVulkan(), NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
    if (out.includes('\n')) onLine?.(child);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const lines = out.trim().split('\n').filter(Boolean);
      resolve({ code, signal, err, facts: lines.map((line) => JSON.parse(line) as Record<string, unknown>) });
    });
  });
}
