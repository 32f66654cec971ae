import { describe, expect, it } from 'vitest';
import { type Console, runCommandLine } from '../src/internal/command-line.js';
import { look } from '../src/internal/look.js';
import type { Surroundings } from '../src/internal/surroundings.js';
import { twoRanks } from '../src/internal/two-ranks.js';
import { probeOf } from '../src/mpi-probe.js';
import { probe } from '../src/probe.js';
import { bundle, found } from './support/mpirun.js';

const install = 'sudo apt-get install openmpi-bin';
const openMpi = { file: 'mpirun', version: 'Open MPI 4.1.4', family: 'Open MPI' } as const;
const bare: Surroundings = {
  platform: 'linux',
  env: {},
  loadKoffi: () => {},
  versionOf: (name) => (name === 'libmpi.so.40' ? 'Open MPI v4.1.4, package: Debian' : undefined),
  findStarter: async () => openMpi,
  install,
};

/** The lines of a machine that differs. */
async function lines(differs: Partial<Surroundings>): Promise<string[]> {
  return `${probeOf(await look({ ...bare, ...differs }))}`.split('\n');
}

describe('the doctor', () => {
  it('finds all that is needed', async () => {
    expect(await lines({ env: { PMI_SIZE: '2' } })).toEqual([
      '✓ koffi    loads',
      '✓ library  Open MPI v4.1.4 (libmpi.so.40)',
      '✓ mpirun   Open MPI 4.1.4 (mpirun)',
      '✓ started  mpirun of MPICH has started 2 processes',
    ]);
  });

  it('says what is missing, and the command that installs it', async () => {
    expect(await lines({ versionOf: () => undefined, findStarter: async () => undefined })).toEqual([
      '✓ koffi    loads',
      '✗ library  none of MPI is found: libmpi.so.40, libmpich.so.12, libmpi.so.12, libmpi_gnu.so.12, libmpi_cray.so.12',
      `           → ${install}`,
      '✗ mpirun   neither mpirun nor mpiexec is found',
      `           → ${install}`,
      '✓ started  this process was started alone',
    ]);
    const broken = () => {
      throw new RangeError('no binary');
    };
    expect(await lines({ loadKoffi: broken })).toEqual([
      '✗ koffi    no binary',
      '           → npm install --include=optional koffi',
    ]);
  });

  it('says where library and mpirun do not fit', async () => {
    const mpich = { file: 'mpirun', version: 'MPICH 4.0.2', family: 'MPICH' } as const;
    expect((await lines({ findStarter: async () => mpich })).slice(2, 4)).toEqual([
      '✗ mpirun   it is of MPICH 4.0.2, and none of its libraries is found',
      '           → take the mpirun of Open MPI, or set NEURITE_MPI to its library',
    ]);
    expect((await lines({ env: { NEURITE_MPI: 'libc.so.6' }, versionOf: () => '' }))[1]).toBe(
      '✗ library  none of MPI is found: libc.so.6',
    );
  });

  const run = async (args: readonly string[], available: boolean): Promise<readonly [number, string, string]> => {
    let [out, err] = ['', ''];
    const console: Console = { say: (line) => (out += line), complain: (line) => (err += line) };
    const fact = { name: 'library', ok: available, text: 'of MPI', fix: undefined };
    const code = await runCommandLine(args, console, {
      probe: async () => probeOf([fact]),
      twoRanks: async () => ({ ...fact, name: 'ranks' }),
    });
    return [code, out, err];
  };

  it('ends with 0, 1 or 2', async () => {
    const [code, out] = await run(['doctor'], true);
    expect([code, out]).toEqual([
      0,
      '✓ library  of MPI\n✓ ranks    of MPI\n\n✓ mpirun -n 2 node train.js trains as two processes.',
    ]);
    const [failed, text] = await run(['doctor', '--json'], false);
    expect([failed, JSON.parse(text).available]).toEqual([1, false]);
    expect((await run(['doctor', '-h'], true))[1]).toMatch(/^Usage: npx @neurite\/distributed doctor/);
    expect((await run(['nurse'], true))[2]).toMatch(/^distributed: the command must be doctor; received nurse\.\n/);
    expect((await run(['doctor', '--jsn'], true))[0]).toBe(2);
  });

  it('looks at this machine', async () => {
    const { facts } = await probe();
    expect(facts.map(({ name }) => name)).toEqual(['koffi', 'library', 'mpirun', 'started']);
  });

  it.skipIf(found.length === 0)('lets two processes find each other (skipped without mpirun)', async () => {
    expect(await twoRanks(`file://${bundle('index')}`)).toMatchObject({ name: 'ranks', ok: true });
    const { ok, text } = await twoRanks('file:///no/mpi.js');
    expect([ok, text]).toEqual([false, expect.stringContaining('Cannot find module')]);
  });
});
