import type { MpiFact } from '../mpi-probe.js';
import { mpirunCommand } from '../mpirun-command.js';
import { bad } from './look.js';
import { runProgram } from './run-program.js';

/** What an own process does, at the URL of `mpi` that is its argument: adds up the numbers of the ranks. */
const PROGRAM = `
const { mpi } = await import(process.argv[1]);
const parallel = mpi({ timeout: 20 });
const [sum] = await parallel.allReduce(Float32Array.of(parallel.rank + 1));
if (parallel.rank === 0) console.log(JSON.stringify({ sum, size: parallel.size, library: parallel.library }));
`;

/** Starts two processes, which must find each other. */
export async function twoRanks(url: string = new URL('../mpi.js', import.meta.url).href): Promise<MpiFact> {
  const name = 'ranks';
  const node = [process.execPath, '--input-type=module', '--eval', PROGRAM, url] as const;
  const { file, args, env } = await mpirunCommand(node, { ranks: 2 });
  const { ok, out, err } = await runProgram([file, ...args], { ...process.env, ...env });
  const [line] = /^\{"sum".*$/m.exec(out) ?? [];
  if (ok && line !== undefined) {
    const { sum, size } = JSON.parse(line) as { readonly sum: number; readonly size: number }; // of PROGRAM
    if (sum === 3 && size === 2) return { name, ok: true, text: 'two processes add up what they have', fix: undefined };
  }
  const reason = err.split('\n').find((text) => /error|mpi|abort/i.test(text)) ?? 'without a word';
  return bad(
    name,
    `two processes do not find each other: ${reason.trim()}`,
    `${file} -n 2 hostname says whether it works at all`,
  );
}
