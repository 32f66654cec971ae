import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bundle, found, isLong, run, runTold } from './support/mpirun.js';

const [first] = found;

describe.skipIf(first === undefined)('a run of several processes (skipped without mpirun)', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'neurite-run-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('ends when the disk of the first is full, and leaves the checkpoints before', async (context) => {
    const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=100k', 'tmpfs', folder]);
    if (status !== 0) context.skip('a small disk can only be mounted by root on Linux');
    try {
      const { code, err } = await run(first!, { ranks: 2, program: [bundle('interrupted'), folder, folder] });
      expect(err).toMatch(/rank 0 of 2 on \S+ \(last checkpoint \S+step-00000001\.safetensors\): Error: ENOSPC/);
      expect(code).toBe(1);
      expect(readdirSync(folder).filter((file) => file.startsWith('step'))).toEqual(['step-00000001.safetensors']);
    } finally {
      spawnSync('umount', [folder]);
    }
  });

  it.skipIf(!isLong).each(found)('goes on after a signal to mpirun with the same weights: $name', async (mpirun) => {
    const [whole, broken, ready] = ['whole', 'broken', 'ready'].map((name) => join(folder, name));
    mkdirSync(ready!);
    const unbroken = await runTold<number[]>(mpirun, { ranks: 2, program: 'interrupted', args: [whole!] });
    // Open MPI gives one second to the end of the step, by default.
    const patient = mpirun.name === 'MPICH' ? [] : ['--mca', 'odls_base_sigkill_timeout', '5'];
    const { code, err } = await run(
      { ...mpirun, args: [...mpirun.args, ...patient] },
      {
        ranks: 2,
        program: [bundle('interrupted'), ready!, broken!, 'wait'],
        onStart: async (child) => {
          const all = ['ready0', 'ready1'].map((file) => join(ready!, file));
          await vi.waitFor(() => expect(all.every(existsSync)).toBe(true), 60_000);
          child.kill('SIGTERM');
        },
      },
    );
    expect(err).not.toMatch(/rank \d of 2/);
    expect(code).not.toBe(0);
    expect(readdirSync(broken!)).toContain('step-00000008.safetensors');
    const resumed = await runTold<number[]>(mpirun, { ranks: 2, program: 'interrupted', args: [broken!] });
    expect(resumed.facts).toEqual(unbroken.facts);
  });
});
