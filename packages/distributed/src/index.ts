export * from './contract.js';
export * from './mpi.js';
export * from './mpi-probe.js';
export * from './mpirun-command.js';
export * from './probe.js';
