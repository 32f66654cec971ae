import { parseArgs } from 'node:util';
import { type MpiProbe, probeOf } from '../mpi-probe.js';
import { probe } from '../probe.js';
import { twoRanks } from './two-ranks.js';

const HELP = `Usage: npx @neurite/distributed doctor [--json]

  doctor     says what MPI needs here, what is missing, and what mends it,
             and lets two processes add up their numbers
    --json   the same for programs

It ends with 0 where the two processes find each other, else with 1.`;

/** Where a command speaks. */
export type Console = { readonly say: (line: string) => void; readonly complain: (line: string) => void };

/** What the command asks; tests hand in others. */
export type Questions = { readonly probe: typeof probe; readonly twoRanks: typeof twoRanks };

/** @returns the exit code: 0, 1 where something is missing, 2 for wrong use */
export async function runCommandLine(
  args: readonly string[],
  { say, complain }: Console,
  questions: Questions = { probe, twoRanks },
): Promise<number> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    complain(`distributed: ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  }
  const { values, positionals } = parsed;
  if (values.help === true) {
    say(HELP);
    return 0;
  }
  if (positionals.length !== 1 || positionals[0] !== 'doctor') {
    complain(`distributed: the command must be doctor; received ${positionals.join(' ') || 'none'}.\n\n${HELP}`);
    return 2;
  }
  const found = await examine(questions);
  const { available, facts } = found;
  say(values.json === true ? JSON.stringify({ available, facts }, null, 2) : `${found}\n\n${verdict(found)}`);
  return available ? 0 : 1;
}

function parse(args: readonly string[]) {
  const options = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;
  return parseArgs({ args: [...args], options, allowPositionals: true });
}

/** Also tries it, where nothing is missing. */
async function examine({ probe, twoRanks }: Questions): Promise<MpiProbe> {
  const found = await probe();
  return found.available ? probeOf([...found.facts, await twoRanks()]) : found;
}

function verdict({ available }: MpiProbe): string {
  return available
    ? '✓ mpirun -n 2 node train.js trains as two processes.'
    : '✗ Training runs here in one process only.';
}
