import { asDefault } from '@neurite/command-kit/default-command';
import { integer, numberAbove, path } from '@neurite/command-kit/option-values';
import { runCommand } from '@neurite/command-kit/run-command';
import { versionLines } from '@neurite/command-kit/versions';
import { Command, Option } from 'commander';
import { versions } from '../versions.js';
import type { LearnTableOptions } from './learn.js';
import type { PredictTableOptions } from './predict.js';

const run = ['--run <folder>', 'the folder of the run', path, 'runs/table'] as const;

/** @returns the exit code: 0, 1 for a fault, 2 for wrong use */
export function runTableCommand(args: readonly string[]): Promise<number> {
  return runCommand(commands(), args);
}

function commands(): Command {
  const program = new Command('npm run table --')
    .usage('<file.csv> --target <column> [options]')
    .description('Finds out what predicts a column of a table, and predicts it.')
    .version(versionLines(versions()), '-V, --version', 'print the versions of the packages and of Node')
    .exitOverride();
  const learn = program
    .command('learn', { isDefault: true })
    .description('examine the table, tune and compare models, save the best; the default')
    .argument('<file.csv>', 'a table with the names of its columns in the first row', path)
    .requiredOption('--target <column>', 'the column that is predicted')
    .addOption(
      new Option('--task <task>', 'whether it is one of some classes, or a value').choices(['classes', 'values']),
    )
    .option('--minutes <number>', 'how long models are tuned', numberAbove(0), 2)
    .option('--quick', 'tune for some seconds, to see that all works')
    .option('--ignore <column...>', 'columns that are not learned from')
    .option('--time <column>', 'rows are tested that come later than those learned from')
    .option('--groups <column>', 'rows with the same value there stay together')
    .option('--folds <count>', 'the number of folds', integer(2), 5)
    .option('--seed <number>', 'the seed of all random numbers', integer(0), 7)
    .option(...run)
    .option('--fresh', 'start again, even where a search could go on')
    .action(async (file: string, { quick, ...options }: LearnTableOptions & { readonly quick?: boolean }) => {
      // Loaded when it runs: what is said about wrong options waits for no library.
      const { learnTable } = await import('./learn.js');
      await learnTable(file, quick === true ? { ...options, minutes: 0.1 } : options);
    });
  program
    .command('predict')
    .description('predict the rows of another file by the saved model')
    .argument('<file.csv>', 'a table with the same columns', path)
    .option('--output <file>', 'where predictions are written; default: predictions.csv in the folder of the run', path)
    .option(...run)
    .action(async (file: string, options: PredictTableOptions) => {
      const { predictTable } = await import('./predict.js');
      await predictTable(file, options);
    });
  asDefault(learn);
  program.addHelpText(
    'after',
    `
Examples:
  npm run table -- penguins.csv --target species
  npm run table -- prices.csv --target price --minutes 10 --run runs/prices
  npm run table -- visits.csv --target returned --groups patient
  npm run table -- predict others.csv
Ctrl-C ends it at any time; the same command goes on from there.`,
  );
  return program;
}
