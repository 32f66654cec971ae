import { describe, expect, it } from 'vitest';
import { bundle, found, isLong, run, runTold } from './support/mpirun.js';

const [first] = found;

describe.skipIf(first === undefined)('processes that mpirun starts (skipped without mpirun)', () => {
  it.each(found)('add up, share and gather their numbers: $name', async (mpirun) => {
    type Facts = { readonly million: number };
    const { code, err, facts } = await runTold<Facts>(mpirun, { ranks: 2, program: 'operations' });
    expect({ code, err, told: facts.length }).toEqual({ code: 0, err: '', told: 2 });
    for (const [rank, { million, ...its }] of facts.entries()) {
      expect(its).toEqual({
        rank,
        size: 2,
        library: expect.stringContaining(mpirun.name),
        same: true,
        sums: Array.from({ length: 4 }, () => [3, 10, 0]),
        now: [3, 10],
        nothing: 0,
        part: [1, 4, 6, 4],
        fromLast: [1, 2],
        fromFirst: [Math.PI],
        gathered: [[], [10, 11, 12]],
        exchanged: rank === 0 ? [[], [10, 10]] : [[1], [11, 11, 11]],
        apart: 'mpi: `parts` must have one part for each of the 2 processes; received 0.',
        long: [
          [0, null],
          [2000, 1],
        ],
        large: [7, 7, 7, 7],
        bits: true,
        turns: rank === 0 ? 3 : 0,
        barrier: 'all',
        refused: 'mpi: `root` must be an integer from 0 to 1; received 2.',
      });
      expect(million).toBeLessThan(2e-7);
    }
  });

  const fates = [
    [
      'throws',
      1,
      /rank 1 of 2 on \S+ \(last checkpoint run\/step-00000007\.safetensors\): RangeError: rank 1 has no data\n {4}at /,
    ],
    [
      'freezes',
      1,
      /rank 0 of 2 on \S+ \(last checkpoint run\/step-00000007\.safetensors\): mpi: rank 0 has waited \d+ s in allReduce for rank 1 on \S+, which is busy or does not answer\. Look at what it says; where it only needs longer, raise `timeout`\.\n/,
    ],
    ['stalls', 1, /mpi: rank 0 has waited \d+ s in allReduceNow for rank 1 on \S+, which has not come so far\./],
  ] as const;
  const others = [
    ['exits', 3, /rank 1 of 2 on \S+ \(last .+\): it ends with exit code 3, and so does the job\n/],
    ['aborts', 4, /rank 1 of 2 on \S+ \(last .+\): there is nothing to do\n/],
    ['idles', 1, /mpi: rank 0 has waited \d+ s in allReduce for rank 1 on \S+, which has not come so far\./],
  ] as const;
  it.each(isLong ? [...fates, ...others] : fates)('end together when one of them %s', async (fate, code, sentence) => {
    const ended = await run(first!, { ranks: 2, program: [bundle('failures'), fate] });
    expect(ended.err).toMatch(sentence);
    expect(ended.code).toBe(code);
  });

  it.skipIf(!isLong)('end together when one of them dies, and the first says from where to go on', async () => {
    // Open MPI gives one second to whoever is left, by default.
    const patient = first!.name === 'MPICH' ? [] : ['--mca', 'odls_base_sigkill_timeout', '5'];
    const mpirun = { ...first!, args: [...first!.args, ...patient] };
    const died = await run(mpirun, { ranks: 2, program: [bundle('failures'), 'dies'] });
    expect(died.code).not.toBe(0);
    if (first!.name === 'MPICH') return;
    expect(died.err).toMatch(
      /^rank 0 of 2 on \S+ \(last checkpoint run\/step-00000007\.safetensors\): mpirun ends it by SIGTERM$/m,
    );
    expect(died.err).toMatch(/rank 1 with PID \d+ on node \S+ exited on signal 9/);
  });

  it('end in order with the code of a signal', async () => {
    const stopped = await run(first!, { ranks: 2, program: [bundle('failures'), 'stops'] });
    expect(stopped.code).toBe(130);
    expect(stopped.err).not.toMatch(/rank \d of 2/);
  });

  it.skipIf(!isLong || found.length < 2)(
    'need the library of their mpirun (skipped without a second MPI)',
    async () => {
      const env = { NEURITE_MPI: found[0]!.name === 'MPICH' ? 'libmpi.so.40' : 'libmpich.so.12' };
      const { code, err } = await run(first!, { ranks: 2, program: [bundle('operations')], env });
      expect(err).toMatch(
        /mpi: mpirun of .+ has started 2 processes, and .+ finds 1\. Start them with the mpirun of that library, or set NEURITE_MPI to the library of this mpirun\.\n/,
      );
      expect(code).toBe(1);
    },
  );
});
