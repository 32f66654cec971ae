/** The two ways in which libraries of MPI number their constants. */
export type Family = 'Open MPI' | 'MPICH';

/** What has started this process as one of several. */
export type Launcher = {
  readonly name: string;
  /** How many processes it says that it has started. */
  readonly size: number;
  /** The libraries that it works with; undefined where it works with any. */
  readonly family: Family | undefined;
};

/** Variables that launchers set, those of a launcher that another one starts first: under Slurm, mpirun comes through srun. */
const launchers: readonly (Omit<Launcher, 'size'> & { readonly variable: string })[] = [
  { variable: 'OMPI_COMM_WORLD_SIZE', name: 'mpirun of Open MPI', family: 'Open MPI' },
  { variable: 'MV2_COMM_WORLD_SIZE', name: 'mpirun of MVAPICH', family: 'MPICH' },
  { variable: 'PMI_SIZE', name: 'mpirun of MPICH', family: 'MPICH' },
  { variable: 'SLURM_STEP_NUM_TASKS', name: 'srun', family: undefined },
];

/** @returns undefined where this process was started alone */
export function launcherOf(env: NodeJS.ProcessEnv): Launcher | undefined {
  for (const { variable, name, family } of launchers) {
    const size = Number(env[variable]);
    if (Number.isInteger(size) && size > 0) return { name, size, family };
  }
  return undefined;
}
