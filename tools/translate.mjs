import './lib/node-version.mjs';
import { startProgram } from './lib/program.mjs';

await startProgram('apps/translator');
