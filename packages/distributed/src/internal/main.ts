#!/usr/bin/env node
import { runCommandLine } from './command-line.js';

for (const stream of [process.stdout, process.stderr]) {
  // Nobody reads any more, as after `| head -1`.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.exitCode = 1;
  });
}
process.exitCode = await runCommandLine(process.argv.slice(2), {
  say: (line) => process.stdout.write(`${line}\n`),
  complain: (line) => process.stderr.write(`${line}\n`),
});
