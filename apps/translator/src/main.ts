#!/usr/bin/env node
import { survivePipes } from '@neurite/command-kit/closed-pipes';
import { runCommandLine } from './command-line.js';

survivePipes('npm run translate');
const exitCode = await runCommandLine(process.argv.slice(2));
// That of output which cannot be written stays.
if (exitCode !== 0) process.exitCode = exitCode;
