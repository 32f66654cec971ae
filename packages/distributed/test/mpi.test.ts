import { describe, expect, it } from 'vitest';
import { mpi } from '../src/index.js';
import { familyOf } from '../src/internal/family.js';
import { installCommand } from '../src/internal/install-command.js';
import { launcherOf } from '../src/internal/launcher.js';
import { candidates, openLibrary } from '../src/internal/open-library.js';

describe('a process that was started alone', () => {
  it('is a world of one', async () => {
    const parallel = mpi();
    expect(parallel).toMatchObject({ rank: 0, size: 1, library: undefined });
    const values = Float32Array.of(1, 2);
    expect(await parallel.allReduce(values)).toBe(values);
    expect(await parallel.broadcast(values)).toBe(values);
    expect(await parallel.gather(Uint8Array.of(7))).toEqual([Uint8Array.of(7)]);
    expect(await parallel.exchange([Uint8Array.of(8)])).toEqual([Uint8Array.of(8)]);
    await parallel.barrier();
    expect([...values]).toEqual([1, 2]);
  });

  it('refuses what it does not take', async () => {
    expect(() => mpi({ timeout: 0 })).toThrow('mpi: `timeout` must be a finite number above 0; received 0.');
    expect(() => mpi({ time: 3 } as never)).toThrow(
      'mpi: `options` must be among `timeout`, `bucketBytes`, `compression`, `averaging`, `zeroRedundancy`; received `time`.',
    );
    expect(() => mpi({ compression: 'fp16' as never })).toThrow(
      "mpi: `compression` must be 'none', 'float16' or 'bfloat16'; received 'fp16'.",
    );
    expect(() => mpi({ compression: { topK: 0 } })).toThrow(
      'mpi: `compression.topK` must be a finite number above 0 and of at most 1; received 0.',
    );
    expect(() => mpi({ averaging: { period: 0 } })).toThrow(
      'mpi: `averaging.period` must be an integer of at least 1; received 0.',
    );
    expect(() => mpi({ averaging: { period: 2 }, zeroRedundancy: true })).toThrow(
      'mpi: `averaging` must be left out where there is `compression` or `zeroRedundancy`; received `zeroRedundancy`. Processes that step by themselves add up no gradients, and each needs the whole state of the optimizer.',
    );
    await expect(mpi().broadcast(new Uint8Array(1), 1)).rejects.toThrow(
      'mpi: `root` must be an integer from 0 to 0; received 1.',
    );
    expect(() => mpi().abort('enough', 256)).toThrow('mpi: `code` must be an integer from 1 to 255; received 256.');
  });
});

describe('the launcher', () => {
  it.each([
    [{}, undefined],
    [{ SLURM_NTASKS: '8' }, undefined],
    [{ PMI_SIZE: 'x' }, undefined],
    [{ OMPI_COMM_WORLD_SIZE: '4' }, { name: 'mpirun of Open MPI', size: 4, family: 'Open MPI' }],
    [
      { MV2_COMM_WORLD_SIZE: '3', PMI_SIZE: '3' },
      { name: 'mpirun of MVAPICH', size: 3, family: 'MPICH' },
    ],
    [{ PMI_SIZE: '2' }, { name: 'mpirun of MPICH', size: 2, family: 'MPICH' }],
    [{ SLURM_STEP_NUM_TASKS: '16' }, { name: 'srun', size: 16, family: undefined }],
    // mpirun under Slurm: srun starts one helper on each machine.
    [
      { SLURM_STEP_NUM_TASKS: '2', OMPI_COMM_WORLD_SIZE: '8' },
      { name: 'mpirun of Open MPI', size: 8, family: 'Open MPI' },
    ],
  ])('of %o is known', (env, launcher) => {
    expect(launcherOf(env)).toEqual(launcher);
  });
});

describe('the library', () => {
  it.each([
    ['Open MPI v4.1.4, package: Debian OpenMPI', 'Open MPI'],
    ['MPICH Version: 4.0.2', 'MPICH'],
    ['Intel(R) MPI Library 2021.11 for Linux* OS', 'MPICH'],
    ['MVAPICH2 Version : 2.3.7', 'MPICH'],
    ['MPI VERSION : CRAY MPICH version 8.1.27', 'MPICH'],
    ['Spectrum', undefined],
  ])('of %s is told apart', (version, family) => {
    expect(familyOf(version)).toBe(family);
  });

  it('is the one that is named, or that of the launcher first', () => {
    const search = { platform: 'linux', launcher: undefined, given: undefined } as const;
    const mpich = { name: 'mpirun of MPICH', size: 2, family: 'MPICH' } as const;
    expect(candidates(search)[0]).toBe('libmpi.so.40');
    expect(candidates({ ...search, launcher: mpich })[0]).toBe('libmpich.so.12');
    expect(candidates({ ...search, given: '/opt/libmpi.so' })).toEqual(['/opt/libmpi.so']);
    expect(candidates({ ...search, platform: 'darwin' })).toContain('/opt/homebrew/lib/libmpi.40.dylib');
    expect(candidates({ ...search, platform: 'win32' })).toEqual([]);
  });

  it('must be there, and be one of MPI', () => {
    const search = { platform: 'linux', launcher: undefined } as const;
    expect(() => openLibrary({ ...search, platform: 'win32', given: undefined })).toThrow(
      'mpi: no library of MPI is found (none is known for win32). To install one: take Linux or macOS: on Windows, use WSL. npx @neurite/distributed doctor says more.',
    );
    expect(() => openLibrary({ ...search, given: '/no/libmpi.so' })).toThrow(
      /^mpi: NEURITE_MPI names \/no\/libmpi\.so, which does not load: .+\. To install one: /,
    );
  });

  it.each([
    ['linux', 'ID=ubuntu\nID_LIKE=debian', 'sudo apt-get install openmpi-bin'],
    ['linux', 'ID="rocky"\nID_LIKE="rhel centos fedora"', 'sudo dnf install openmpi && module load mpi/openmpi-x86_64'],
    ['linux', 'ID="opensuse-leap"\nID_LIKE="suse opensuse"', 'sudo zypper install openmpi4 && module load gnu openmpi'],
    ['linux', 'ID=arch', 'sudo pacman -S openmpi'],
    ['linux', 'ID=alpine', 'apk add openmpi'],
    ['linux', 'NAME=debian', 'install Open MPI or MPICH; on a cluster, module load openmpi'],
    ['darwin', '', 'brew install open-mpi'],
    ['win32', '', 'take Linux or macOS: on Windows, use WSL'],
  ] as const)('is installed on %s with %j by a command', (platform, release, command) => {
    expect(installCommand(platform, release)).toBe(command);
  });
});
