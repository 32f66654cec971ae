import './lib/node-version.mjs';
import { join } from 'node:path';
import { load } from './lib/load.mjs';
import { runRanks } from './lib/run-ranks.mjs';
import { root } from './lib/workspace.mjs';

/**
 * `npm start -- --ranks 2`: this process looks after the folder of the run and starts the others, which train. The app knows
 * nothing of MPI.
 */
const { survivePipes } = await load('packages/command-kit/dist/closed-pipes.js');
const { runCommandLine } = await load('apps/digits/dist/command-line.js');
const { mpirunCommand } = await load('packages/distributed/dist/index.js');

survivePipes('npm start');
const args = process.argv.slice(2);
let code = 0;
/** @param {number} ranks */
const prepare = async (ranks) => {
  const program = [process.execPath, join(root, 'tools', 'digits-rank.mjs'), ...args];
  const command = await mpirunCommand(program, { ranks });
  return async () => {
    console.log(`${ranks} processes, which ${command.file} of ${command.version} starts`);
    code = await runRanks(command);
  };
};
const exitCode = (await runCommandLine(args, { prepare })) || code;
// That of output which cannot be written stays.
if (exitCode !== 0) process.exitCode = exitCode;
