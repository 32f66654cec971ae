import { checkInteger } from '@neurite/core/checks';
import { BackendError } from '@neurite/core/errors';
import { findStarter } from './internal/find-starter.js';
import { installCommand } from './internal/install-command.js';
import type { Family } from './internal/launcher.js';

/** A command that starts a program as several processes on this machine. */
export type MpirunCommand = {
  readonly file: string;
  readonly args: readonly string[];
  /** Variables that it needs beside those of this process. */
  readonly env: Readonly<Record<string, string>>;
  /** Whose it is, as far as it says so. */
  readonly family: Family | undefined;
  /** The same for people, with its number: `Open MPI 4.1.4`. */
  readonly version: string;
};

/**
 * The command that starts a program as several processes on this machine, also as root, and also more of them than there are
 * cores. No process is bound to a core, so that the threads of each find free ones.
 *
 * @param program its file and its arguments; `process.execPath` for Node
 * @param options ranks: how many processes, an integer of at least 1
 * @throws ArgumentError where `ranks` is no such number
 * @throws BackendError where there is no mpirun, with the command that installs one
 * @example
 * if ((await probe()).available) {
 *   const { file, args } = await mpirunCommand([process.execPath, 'train.js'], { ranks: 2 });
 *   console.log(file, ...args); // mpirun --oversubscribe --bind-to none -n 2 /usr/bin/node train.js
 * }
 */
export async function mpirunCommand(
  program: readonly [file: string, ...args: string[]],
  { ranks }: { readonly ranks: number },
): Promise<MpirunCommand> {
  const where = 'mpirun';
  checkInteger(where, 'ranks', ranks, { min: 1 });
  const starter = await findStarter();
  if (starter === undefined) {
    throw new BackendError({
      where,
      problem: 'neither mpirun nor mpiexec is found, which start several processes',
      advice: `To install one: ${installCommand(process.platform)}. npx @neurite/distributed doctor says more`,
    });
  }
  const { file, family, version } = starter;
  const isOpen = family === 'Open MPI';
  const placement = isOpen ? ['--oversubscribe', '--bind-to', 'none'] : [];
  return {
    file,
    args: [...placement, '-n', String(ranks), ...program],
    env: isOpen ? { OMPI_ALLOW_RUN_AS_ROOT: '1', OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: '1' } : {},
    family,
    version,
  };
}
