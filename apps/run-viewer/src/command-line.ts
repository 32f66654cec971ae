import { fileURLToPath } from 'node:url';
import { integer } from '@neurite/command-kit/option-values';
import { runCommand } from '@neurite/command-kit/run-command';
import { ArgumentError } from '@neurite/core/errors';
import { Command } from 'commander';
import { findRuns } from './server/find-runs.js';
import { serveRuns } from './server/serve-runs.js';

const PORT = 6180;

/** @returns the exit code: 0, 1 for a fault, 2 for wrong use; while it serves, the process stays */
export function runCommandLine(args: readonly string[]): Promise<number> {
  return runCommand(program(), args);
}

function program(): Command {
  return new Command('npm run watch --')
    .usage('[folders …] [options]')
    .description('Shows the curves of runs in a page while they are under way, on this machine only.')
    .argument('[folders...]', 'folders of runs, or with runs below them; runs/ where there is none')
    .option('--port <number>', 'the port of the page, or the next one that is free', integer(0), PORT)
    .addHelpText('after', EXAMPLES)
    .exitOverride()
    .action(async (folders: readonly string[], { port }: { readonly port: number }) => {
      const paths = folders.length > 0 ? folders : ['runs'];
      if (findRuns(paths).length === 0) {
        throw new ArgumentError({
          where: 'npm run watch',
          problem: `there is no events.jsonl in ${paths.join(', ')} nor below`,
          advice: "Give `fit` the callback jsonLinesLogger('runs/name/events.jsonl') of @neurite/training",
        });
      }
      const page = fileURLToPath(new URL('page', import.meta.url));
      const { url, close } = await serveRuns(paths, { page, port });
      process.stdout.write(`${url}\nStop with Ctrl-C.\n`);
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close());
    });
}

const EXAMPLES = `
Examples:
  npm run watch                          all runs below runs/
  npm run watch -- runs/a runs/b         two of them
Ctrl-C ends it. Runs are only read.`;
