import './lib/node-version.mjs';
import { startProgram } from './lib/program.mjs';

const isTogether = process.argv.slice(2).some((arg) => /^--ranks(=|$)/.test(arg));
// What calls MPI is installed when it is asked for.
const several = isTogether ? { also: ['packages/distributed'], main: '../../../tools/digits-ranks.mjs' } : {};
await startProgram('apps/digits', { production: true, ...several });
