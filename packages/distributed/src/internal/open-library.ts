import { BackendError } from '@neurite/core/errors';
import { type Constants, constantsOf, familyOf, versionOf } from './family.js';
import { installCommand } from './install-command.js';
import type { Library } from './koffi.js';
import { loadKoffi } from './koffi.js';
import type { Family, Launcher } from './launcher.js';

/** The names under which libraries are found, by the system's loader. */
const names: Readonly<Partial<Record<NodeJS.Platform, Readonly<Record<Family, readonly string[]>>>>> = {
  linux: {
    'Open MPI': ['libmpi.so.40'],
    // Debian's MPICH; what keeps its interface, Intel MPI and MVAPICH among them; Cray's for two compilers.
    MPICH: ['libmpich.so.12', 'libmpi.so.12', 'libmpi_gnu.so.12', 'libmpi_cray.so.12'],
  },
  darwin: {
    'Open MPI': ['libmpi.40.dylib', '/opt/homebrew/lib/libmpi.40.dylib', '/usr/local/lib/libmpi.40.dylib'],
    MPICH: [
      'libmpi.12.dylib',
      '/opt/homebrew/opt/mpich/lib/libmpi.12.dylib',
      '/usr/local/opt/mpich/lib/libmpi.12.dylib',
    ],
  },
};

/** A library of MPI that is loaded. */
export type OpenLibrary = {
  readonly library: Library;
  readonly family: Family;
  /** In its own words, one line. */
  readonly version: string;
  readonly constants: Constants;
};

/** Where a library is looked for. */
export type Search = {
  readonly platform: NodeJS.Platform;
  readonly launcher: Launcher | undefined;
  /** `NEURITE_MPI`: the one that is taken whatever else there is. */
  readonly given: string | undefined;
};

/** The names to try, those that the launcher works with first. */
export function candidates({ platform, launcher, given }: Search): readonly string[] {
  if (given !== undefined && given !== '') return [given];
  const { 'Open MPI': openMpi = [], MPICH: mpich = [] } = names[platform] ?? {};
  return launcher?.family === 'MPICH' ? [...mpich, ...openMpi] : [...openMpi, ...mpich];
}

/**
 * Loads the first library that is found.
 *
 * @throws BackendError when there is none, or it is of no known family
 */
export function openLibrary(search: Search): OpenLibrary {
  const koffi = loadKoffi();
  const failures: string[] = [];
  for (const name of candidates(search)) {
    let library: Library;
    try {
      // Its plugins look for its symbols.
      library = koffi.load(name, { global: true });
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
      continue;
    }
    const version = versionIn(library);
    const family = familyOf(version ?? '');
    if (version === undefined || family === undefined) {
      throw new BackendError({
        where: 'mpi',
        problem: `${name} is ${version === undefined ? 'no library of MPI' : `of an unknown kind: ${version}`}`,
        advice: 'Open MPI, MPICH, Intel MPI and MVAPICH are known. Set NEURITE_MPI to the path of one of these',
      });
    }
    const constants = constantsOf(family, library, (symbol) => koffi.address(symbol));
    return { library, family, version, constants };
  }
  throw new BackendError({
    where: 'mpi',
    problem:
      search.given === undefined || search.given === ''
        ? `no library of MPI is found (${candidates(search).join(', ') || `none is known for ${search.platform}`})`
        : `NEURITE_MPI names ${search.given}, which does not load: ${failures[0]}`,
    advice: `To install one: ${installCommand(search.platform)}. npx @neurite/distributed doctor says more`,
  });
}

/** What a library says that it is; undefined where it is none of MPI. */
export function versionIn(library: Library): string | undefined {
  try {
    return versionOf(library);
  } catch {
    return undefined;
  }
}
