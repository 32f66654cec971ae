import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './workspace.mjs';

/** The environment of all programs: the tools of the repository come first in the path, and telemetry is off. */
export const environment = {
  ...process.env,
  PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`,
  TURBO_TELEMETRY_DISABLED: '1',
  TURBO_NO_UPDATE_NOTIFIER: '1',
  DO_NOT_TRACK: '1',
  NO_UPDATE_NOTIFIER: '1',
  // Part of the cache key of tests: results of one version of Node do not hold for another.
  NEURITE_NODE: process.version,
};

// Output for a file or a log is easier to read without colors.
const plain = process.stdout.isTTY ? { FORCE_COLOR: '1' } : { FORCE_COLOR: '0', NO_COLOR: '1' };

/** A program that failed, with its output. */
export class ProgramError extends Error {
  /**
   * @param {string} command
   * @param {number} code
   * @param {string} output
   */
  constructor(command, code, output) {
    super(`${command} ended with exit code ${code}`);
    this.name = 'ProgramError';
    this.code = code;
    this.output = output;
  }
}

/**
 * Runs a program to its end and captures its output (stdout and stderr together).
 *
 * @param {string} command a program of node_modules/.bin or of the PATH
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, timeout?: number, onOutput?: (text: string) => void }} [options]
 *   `timeout` in milliseconds; `onOutput` gets the output while it comes
 * @returns {Promise<{ code: number, output: string }>}
 */
export async function attempt(command, args, { cwd = root, env = {}, timeout, onOutput } = {}) {
  const child = spawn(command, args, {
    cwd,
    env: { ...environment, ...plain, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // npm's and pnpm's programs are .cmd files on Windows.
    shell: process.platform === 'win32' && command !== process.execPath,
    ...(timeout === undefined ? {} : { timeout }),
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text) => {
      output += text;
      onOutput?.(text);
    });
  }
  const { code, interrupted } = await ended(child);
  if (interrupted) process.exit(code === 0 ? 130 : code);
  return { code, output };
}

/**
 * Like `attempt`, but a failure is an error.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Parameters<typeof attempt>[2]} [options]
 * @returns {Promise<string>} its output
 */
export async function run(command, args, options) {
  const { code, output } = await attempt(command, args, options);
  if (code !== 0) throw new ProgramError(`${command} ${args.join(' ')}`, code, output);
  return output;
}

/**
 * Waits for a child process and forwards the signals that this process receives.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<{ code: number, interrupted: boolean }>} its exit code, 128 + the signal's number when a signal
 *   ended it; and whether this process got a signal
 */
export async function ended(child) {
  // On Windows, the console sends Ctrl-C to every process, and `kill` would end the child immediately.
  /** @type {NodeJS.Signals[]} */
  const signals = process.platform === 'win32' ? [] : ['SIGINT', 'SIGTERM', 'SIGHUP'];
  let interrupted = false;
  /** @param {NodeJS.Signals} signal */
  const hand = (signal) => {
    interrupted = true;
    child.kill(signal);
  };
  for (const signal of signals) process.on(signal, hand);
  try {
    const code = await new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (status, signal) => resolve(status ?? 128 + (signal ? constants.signals[signal] : 0)));
    });
    return { code, interrupted };
  } finally {
    for (const signal of signals) process.off(signal, hand);
  }
}

/**
 * Whether a module was started as a program instead of imported.
 *
 * @param {string} url the module's `import.meta.url`
 */
export function isMain(url) {
  const started = process.argv[1];
  return started !== undefined && realpathSync(started) === realpathSync(fileURLToPath(url));
}
