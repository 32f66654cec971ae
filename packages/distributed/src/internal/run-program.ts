import { execFile } from 'node:child_process';

/** How a program ended, whatever came of it. */
export type Ended = { readonly ok: boolean; readonly out: string; readonly err: string };

/** How long a program may take, in milliseconds. */
const LIMIT = 60_000;

/** Runs a program to its end; one that takes too long is ended. */
export function runProgram(
  [file, ...args]: readonly [string, ...string[]],
  env: NodeJS.ProcessEnv = process.env,
): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(file, args, { env, timeout: LIMIT, killSignal: 'SIGKILL', encoding: 'utf8' }, (error, out, err) =>
      resolve({ ok: error === null, out, err: err || (error?.message ?? '') }),
    );
  });
}
