import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

/** The programs of an MPI that start others. */
export type Mpirun = { readonly name: string; readonly file: string; readonly args: readonly string[] };

export type Ended = { readonly code: number | null; readonly err: string };

/** The same, with what each process has told, by its rank, and all files that they have written. */
export type Told<Facts> = Ended & { readonly facts: readonly Facts[]; readonly files: readonly string[] };

/** More processes than cores, and as root, as in a container. */
const anywhere = ['--allow-run-as-root', '--oversubscribe'];

/** Those that are installed here. */
export const found: readonly Mpirun[] = ['mpirun.openmpi', 'mpirun.mpich', 'mpirun']
  .flatMap((file): Mpirun[] => {
    const { status, stdout } = spawnSync(file, ['--version'], { encoding: 'utf8' });
    if (status !== 0) return [];
    return [
      /Open MPI|OpenRTE/.test(stdout) ? { name: 'Open MPI', file, args: anywhere } : { name: 'MPICH', file, args: [] },
    ];
  })
  // Where there are two, mpirun is one of them.
  .filter(({ name }, i, all) => all.findIndex((other) => other.name === name) === i);

/** Whether those that take long are wanted, as in the check mpi. */
export const isLong: boolean = process.env.NEURITE_RANKS !== undefined;

const bundled = new Map<string, string>();

/** A program of this folder, bundled once, where it finds koffi. */
export function bundle(name: string): string {
  const known = bundled.get(name);
  if (known !== undefined) return known;
  const outfile = fileURLToPath(new URL(`../../node_modules/.test/${name}.mjs`, import.meta.url));
  buildSync({
    entryPoints: [fileURLToPath(new URL(`${name}.ts`, import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['@neurite/source'],
    external: ['@tensorflow/*', 'koffi'],
    logLevel: 'warning',
  });
  bundled.set(name, outfile);
  return outfile;
}

/** Runs a program as so many processes, to its end. */
export function run(
  { file, args }: Mpirun,
  {
    ranks,
    program,
    env = {},
    onStart,
  }: {
    readonly ranks: number;
    readonly program: readonly string[];
    readonly env?: NodeJS.ProcessEnv;
    readonly onStart?: (child: ChildProcess) => Promise<void>;
  },
): Promise<Ended> {
  // Two of Open MPI that begin and end at once take the folder of the user from each other.
  const own = mkdtempSync(join(tmpdir(), 'mpi-'));
  const child = spawn(file, [...args, '-n', String(ranks), process.execPath, ...program], {
    env: { ...process.env, NODE_OPTIONS: '', TMPDIR: own, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, err }));
  });
  return Promise.all([ended, onStart?.(child)])
    .then(([its]) => its)
    .finally(() => rmSync(own, { recursive: true, force: true }));
}

/** Runs a program that tells something, see `tell`. */
export async function runTold<Facts>(
  mpirun: Mpirun,
  {
    program,
    args = [],
    ranks,
  }: { readonly program: string; readonly args?: readonly string[]; readonly ranks: number },
): Promise<Told<Facts>> {
  const folder = mkdtempSync(join(tmpdir(), 'neurite-mpi-'));
  try {
    const ended = await run(mpirun, { ranks, program: [bundle(program), folder, ...args] });
    const told = Array.from({ length: ranks }, (_, rank) => join(folder, `${rank}.json`));
    const facts = told.filter(existsSync).map((file) => JSON.parse(readFileSync(file, 'utf8')) as Facts); // of `tell`
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return { ...ended, facts, files };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
