import { integer, path } from '@neurite/command-kit/option-values';
import { runCommand } from '@neurite/command-kit/run-command';
import { versionLines } from '@neurite/command-kit/versions';
import { ArgumentError } from '@neurite/core/errors';
import { Command } from 'commander';
import type { compare } from './compare.js';
import { versions } from './versions.js';

/** @returns the exit code: 0, 1 for a fault, 2 for wrong use */
export function runCommandLine(args: readonly string[]): Promise<number> {
  return runCommand(program(), args);
}

function program(): Command {
  return new Command('npm run compare --')
    .usage('[options]')
    .description('Compares machine learning and deep learning by measuring both.')
    .version(versionLines(versions()), '-V, --version', 'print the versions of the packages and of Node')
    .option('--quick', 'few samples, models and seeds: to see that all works')
    .option('--epochs <count>', 'the passes of networks over all samples', integer(1), 10)
    .option('--seed <number>', 'the seed of all random numbers', integer(0), 7)
    .option('--pets <folder>', 'photographs, a folder for each class; NEURITE_PETS', path)
    .option('--run <folder>', 'the folder of the run', path)
    .option('--fresh', 'measure again, even what the folder has')
    .addHelpText('after', EXAMPLES)
    .exitOverride()
    .allowExcessArguments()
    .action(async (options: Parameters<typeof compare>[0], { args: [word] }: Command) => {
      if (word !== undefined) {
        throw new ArgumentError({
          where: 'npm run compare',
          problem: `it takes options only, and received \`${word}\``,
          advice: 'See npm run compare -- --help',
        });
      }
      // Loaded when it runs: what is said about wrong options waits for no library.
      const { compare } = await import('./compare.js');
      await compare(options);
    });
}

const EXAMPLES = `
Classical models on raw values and on hand-made features, a dense and a
convolutional network: accuracy, time, memory by the number of samples, on
penguins, digits and, if you have them, photographs of pets.

Examples:
  npm run compare                           all, into runs/learning-compared
  npm run compare -- --quick                into runs/learning-compared-quick
  npm run compare -- --pets ~/pets          with photographs
  npm run compare -- --seed 8 --run runs/8  other draws, a folder of their own
Ctrl-C ends it at any time; the same command goes on from there.`;
