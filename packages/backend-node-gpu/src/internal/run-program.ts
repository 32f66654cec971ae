import { spawn } from 'node:child_process';

/** How a program ended. */
export type Ended = {
  /** Undefined where it could not be started, or was ended by a signal. */
  readonly code: number | undefined;
  readonly signal: string | undefined;
  readonly out: string;
  readonly err: string;
};

/**
 * Runs a program to its end; one that takes too long is ended.
 *
 * @param options `seconds` that it may take. Default: 60
 * @returns also when it does not exist, crashes or hangs
 */
export function runProgram(
  [file, ...args]: readonly [string, ...string[]],
  {
    seconds = 60,
    env = process.env,
    cwd,
  }: { readonly seconds?: number; readonly env?: NodeJS.ProcessEnv; readonly cwd?: string } = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env,
      cwd,
      timeout: seconds * 1000,
      killSignal: 'SIGKILL',
    });
    const [out, err]: [string[], string[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk.toString()));
    const end = (code: number | null, signal: string | null, more = ''): void => {
      resolve({ code: code ?? undefined, signal: signal ?? undefined, out: out.join(''), err: err.join('') + more });
    };
    child.on('error', (error) => end(null, null, error.message));
    child.on('close', end);
  });
}
