import type { KoffiFunction, Library } from './koffi.js';
import type { Family } from './launcher.js';

/** A communicator, a type or an operation: an address in Open MPI, a number in MPICH. */
export type Handle = bigint | number;

/** The constants of `mpi.h` that a library was compiled with. */
export type Constants = {
  /** The C type of a handle. */
  readonly handle: 'uintptr_t' | 'int';
  readonly world: Handle;
  readonly types: {
    readonly float32: Handle;
    readonly float64: Handle;
    readonly int32: Handle;
    readonly uint8: Handle;
  };
  readonly sum: Handle;
  /** Errors come back as codes instead of ending the process. */
  readonly errorsReturn: Handle;
  /** For a buffer that is read and written. */
  readonly inPlace: bigint;
  readonly anySource: number;
  /** For a status that nobody reads. */
  readonly statusIgnore: bigint;
};

/** Which family speaks so about itself; Intel MPI, MVAPICH and Cray MPICH keep the binary interface of MPICH. */
export function familyOf(version: string): Family | undefined {
  if (/Open MPI/i.test(version)) return 'Open MPI';
  return /MPICH|MVAPICH|Intel\(R\) MPI/i.test(version) ? 'MPICH' : undefined;
}

/** @see the common binary interface of MPICH and its descendants: https://www.mpich.org/abi/ */
const mpich: Constants = {
  handle: 'int',
  world: 0x44000000,
  types: { float32: 0x4c00040a, float64: 0x4c00080b, int32: 0x4c000405, uint8: 0x4c000102 },
  sum: 0x58000003,
  errorsReturn: 0x54000001,
  inPlace: -1n,
  anySource: -2,
  statusIgnore: 1n,
};

/** Open MPI exports its constants as objects, whose addresses are the handles. */
function openMpi(library: Library, addressOf: (symbol: unknown) => bigint): Constants {
  const at = (name: string): bigint => addressOf(library.symbol(`ompi_mpi_${name}`));
  return {
    handle: 'uintptr_t',
    world: at('comm_world'),
    types: { float32: at('float'), float64: at('double'), int32: at('int'), uint8: at('unsigned_char') },
    sum: at('op_sum'),
    errorsReturn: at('errors_return'),
    inPlace: 1n,
    anySource: -1,
    statusIgnore: 0n,
  };
}

export function constantsOf(family: Family, library: Library, addressOf: (symbol: unknown) => bigint): Constants {
  return family === 'MPICH' ? mpich : openMpi(library, addressOf);
}

/** The version that a library tells, in one line. */
export function versionOf(library: Library): string {
  const call: KoffiFunction = library.func('int MPI_Get_library_version(_Out_ char *text, _Out_ int *length)');
  const text = Buffer.alloc(8192); // MPI_MAX_LIBRARY_VERSION_STRING is 8192 in MPICH and 256 in Open MPI
  const length = [0];
  call(text, length);
  return text
    .toString('utf8', 0, length[0])
    .split(/[\0\n]/)[0]!
    .replace(/\s+/g, ' ')
    .trim();
}
