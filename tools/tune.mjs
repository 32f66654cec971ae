import './lib/node-version.mjs';
import { startProgram } from './lib/program.mjs';

await startProgram('apps/digits', { production: true, command: 'tune' });
