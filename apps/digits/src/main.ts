#!/usr/bin/env node
import { survivePipes } from './closed-pipes.js';
import { runCommandLine } from './command-line.js';

survivePipes();
const exitCode = await runCommandLine(process.argv.slice(2));
// That of output which cannot be written stays.
if (exitCode !== 0) process.exitCode = exitCode;
