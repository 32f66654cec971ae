import './lib/node-version.mjs';
import { startProgram } from './lib/program.mjs';

await startProgram('apps/learning-compared', { main: 'table/main.js' });
