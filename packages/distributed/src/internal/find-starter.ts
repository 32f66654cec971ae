import { familyOf } from './family.js';
import type { Family } from './launcher.js';
import { runProgram } from './run-program.js';

/** A program that starts processes of MPI. */
export type Starter = { readonly file: string; readonly version: string; readonly family: Family | undefined };

/** The `mpirun` of this machine, or its `mpiexec`. */
export async function findStarter(): Promise<Starter | undefined> {
  for (const file of ['mpirun', 'mpiexec']) {
    const { ok, out } = await runProgram([file, '--version']);
    if (!ok) continue;
    // Some say only which launcher they are: OpenRTE is that of Open MPI, Hydra that of MPICH.
    const family = /OpenRTE/.test(out) ? 'Open MPI' : (familyOf(out) ?? (/HYDRA/i.test(out) ? 'MPICH' : undefined));
    const [number = ''] = /\d+(\.\d+)+/.exec(out) ?? [];
    return { file, family, version: family === undefined ? out.split('\n')[0]!.trim() : `${family} ${number}` };
  }
  return undefined;
}
