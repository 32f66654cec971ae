import { parseArgs } from 'node:util';
import { BackendError, NeuriteError } from '@neurite/core/errors';
import { examine } from './doctor/examine.js';
import { render } from './doctor/render.js';
import { setup } from './setup/setup.js';
import { teardown } from './setup/teardown.js';

const HELP = `Usage: npx @neurite/backend-node-gpu <command> [options]

  doctor              says what a GPU needs here, what is missing, and what mends it
    --json            the same for programs
  setup               builds the binding of tfjs-node(-gpu) for the TensorFlow of Python, in the user's cache
    --tensorflow <p>  its folder, an environment of Python, or an interpreter
    --install         installs TensorFlow with pip into an environment in the cache
    --dry-run         tells every step, size and command, and does nothing
  teardown            removes what setup has written
    --dry-run         tells what would be removed

doctor ends with 0 where a GPU works, else with 1.`;

/** Where a command speaks. */
export type Console = {
  readonly say: (line: string) => void;
  readonly complain: (line: string) => void;
  /** The width of the terminal. */
  readonly columns: number;
};

type Values = {
  readonly json?: boolean | undefined;
  readonly tensorflow?: string | undefined;
  readonly install?: boolean | undefined;
  readonly 'dry-run'?: boolean | undefined;
  readonly help?: boolean | undefined;
};

const options = {
  json: { type: 'boolean' },
  tensorflow: { type: 'string' },
  install: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** The options of each command. */
const takes: Readonly<Record<string, readonly (keyof Values)[]>> = {
  doctor: ['json'],
  setup: ['tensorflow', 'install', 'dry-run'],
  teardown: ['dry-run'],
};

/** @returns the exit code: 0, 1 for a fault, 2 for wrong use */
export async function runCommandLine(args: readonly string[], console: Console): Promise<number> {
  const { complain, say } = console;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [command, ...more] = positionals;
    if (values.help === true) {
      say(HELP);
      return 0;
    }
    const known = takes[command ?? ''];
    if (command === undefined || known === undefined || more.length > 0) {
      complain(
        `backend-node-gpu: the command must be doctor, setup or teardown; received ${positionals.join(' ') || 'none'}.\n\n${HELP}`,
      );
      return 2;
    }
    const wrong = Object.keys(values).find((name) => !known.includes(name as keyof Values));
    if (wrong !== undefined) {
      complain(`backend-node-gpu: ${command} takes no --${wrong}.`);
      return 2;
    }
    return await run(command, values, console);
  } catch (error) {
    if (error instanceof NeuriteError) {
      complain(error.message);
      return error instanceof BackendError ? 1 : 2;
    }
    const { code, message } = error as NodeJS.ErrnoException; // of Node, whatever it is
    complain(`backend-node-gpu: ${message}`);
    return code?.startsWith('ERR_PARSE_ARGS') === true ? 2 : 1;
  }
}

async function run(command: string, values: Values, { say, columns }: Console): Promise<number> {
  const { tensorflow, install = false, 'dry-run': dryRun = false } = values;
  if (command === 'setup') await setup({ tensorflow, install, dryRun, say });
  if (command === 'teardown') await teardown({ dryRun, say });
  if (command !== 'doctor') return 0;
  const examination = await examine();
  say(values.json === true ? JSON.stringify(examination, null, 2) : render(examination, columns));
  return Object.values(examination.gpu).includes(true) ? 0 : 1;
}
