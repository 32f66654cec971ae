import { load } from './lib/load.mjs';
import { asRank } from './lib/run-ranks.mjs';

/** One of the processes of `npm start -- --ranks 2`. */
const { runCommandLine } = await load('apps/digits/dist/command-line.js');
const { mpi } = await load('packages/distributed/dist/index.js');

const parallel = mpi();
asRank();
const exitCode = await runCommandLine(process.argv.slice(2), { parallel });
if (exitCode !== 0) process.exitCode = exitCode;
