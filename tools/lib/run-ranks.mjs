import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { inTemporaryFolder } from './temporary-folder.mjs';

/** Signals that come within so many milliseconds are one: a press of Ctrl-C arrives from the terminal and from npm. */
const TOGETHER = 500;
/** Mpirun of Open MPI passes this one on, and ends what it has started at all others. */
const PASSED_ON = 'SIGUSR2';
/** The exit code of a program that Ctrl-C has ended in order. */
const INTERRUPTED = 130;

/**
 * Starts processes of MPI and waits for their end. Ctrl-C reaches them as a wish to end in order, and once more ends them.
 *
 * @param {{ file: string, args: readonly string[], env: Record<string, string>, family: string | undefined }} command
 * @returns {Promise<number>} the exit code
 */
export function runRanks({ file, args, env, family }) {
  // Two of Open MPI that begin and end at once take the folder of the user from each other.
  return inTemporaryFolder('ranks', async (folder) => {
    const child = spawn(file, args, {
      // It would tell of the signal.
      env: { ...process.env, ...env, OMPI_MCA_orte_execute_quiet: '1', TMPDIR: folder, ...terminal() },
      stdio: ['ignore', 'inherit', 'inherit'],
      // Out of reach of the terminal: at Ctrl-C, mpirun would end what it has started.
      detached: true,
    });
    /** @type {{ signal: NodeJS.Signals, at: number } | undefined} */
    let first;
    /** @param {NodeJS.Signals} signal */
    const hand = (signal) => {
      if (first === undefined) {
        first = { signal, at: performance.now() };
        child.kill(family === 'Open MPI' ? PASSED_ON : 'SIGINT');
      } else if (performance.now() - first.at > TOGETHER) child.kill('SIGTERM');
    };
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, hand);
    /** @type {number} */
    const code = await new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (status, signal) => resolve(status ?? 128 + (signal ? constants.signals[signal] : 0)));
    });
    return first === undefined ? code : 128 + constants.signals[first.signal];
  });
}

/** Prepares a process of MPI for what `runRanks` does. */
export function asRank() {
  // With nobody listening, the program has not begun to train, or has done so.
  process.on(PASSED_ON, () => process.emit('SIGINT') || process.exit(INTERRUPTED));
  process.once('exit', (code) => {
    // Who has started it knows; of any other code mpirun makes a report.
    if (code === INTERRUPTED) process.exitCode = 0;
  });
  const { NEURITE_TERMINAL: columns } = process.env;
  if (columns !== undefined) Object.assign(process.stderr, { isTTY: true, columns: Number(columns) });
}

/** What standard error is, behind the pipe of mpirun. */
function terminal() {
  return process.stderr.isTTY ? { NEURITE_TERMINAL: String(process.stderr.columns || 80) } : {};
}
