import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mpirunCommand } from '@neurite/distributed';
import { onCores } from '../pin.js';
import type { OpenLink } from './closed-network.js';
import type { Found, Wanted } from './found.js';

const PROGRAM = fileURLToPath(new URL('rank.js', import.meta.url));
/** In milliseconds. */
const LIMIT = 300_000;

/** What one process measures, on one core. */
export function measureAlone(wanted: Wanted): Found {
  return measured((file) => {
    const [command, ...args] = onCores(1, [process.execPath, PROGRAM, file, JSON.stringify(wanted)]);
    return { command: command!, args, env: {} };
  });
}

/** What two processes measure over a link. */
export async function measureTwo({ env, within }: OpenLink, wanted: Wanted): Promise<Found> {
  const two = await mpirunCommand([process.execPath, PROGRAM], { ranks: 2 });
  return measured((file) => {
    const [command, ...args] = [...within, two.file, ...two.args, file, JSON.stringify(wanted)];
    return { command: command!, args, env: { ...two.env, ...env } };
  });
}

type Command = {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};

function measured(commandOf: (file: string) => Command): Found {
  const folder = mkdtempSync(join(tmpdir(), 'neurite-ranks-'));
  try {
    const file = join(folder, 'found.json');
    const { command, args, env } = commandOf(file);
    const { status, stderr } = spawnSync(command, args, {
      env: { ...process.env, ...env, TMPDIR: folder },
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
      timeout: LIMIT,
    });
    if (status !== 0) throw new RangeError(`${command} ended with ${status ?? 'a signal'}: ${stderr.trim()}`);
    return JSON.parse(readFileSync(file, 'utf8')) as Found; // written by the program
  } finally {
    rmSync(folder, { recursive: true });
  }
}
