import { asDefault } from '@neurite/command-kit/default-command';
import { integer, path } from '@neurite/command-kit/option-values';
import { runCommand } from '@neurite/command-kit/run-command';
import { versionLines } from '@neurite/command-kit/versions';
import { Command, Option } from 'commander';
import type { ForecastOptions } from './forecast.js';
import type { PredictOptions } from './predict/predict.js';
import type { LawOptions } from './synthetic/law-command.js';
import { versions } from './versions.js';

/** The names of the baselines, and of the network that was saved. */
const MODELS = [
  ...['naive', 'drift', 'seasonalNaive', 'exponentialSmoothing', 'autoregression', 'ridge', 'boosting'],
  'network',
];

/** @returns the exit code: 0, 1 for a fault, 2 for wrong use */
export function runCommandLine(args: readonly string[]): Promise<number> {
  return runCommand(commands(), args);
}

function commands(): Command {
  const program = new Command('npm run forecast --')
    .usage('[learn | predict | law] [options]')
    .description('Forecasts a market, and says whether networks beat what is simple.')
    .version(versionLines(versions()), '-V, --version', 'print the versions of the packages and of Node')
    .exitOverride();
  const learn = program
    .command('learn', { isDefault: true })
    .description('compare networks and baselines on the past, save the best; the default')
    .option('--data <name>', 'sp500, stocks, or a CSV file', path, 'sp500')
    .option('--date <column>', 'its column of dates; default: found by name and type')
    .option('--value <column>', 'its column of values; default: likewise')
    .option('--series <column>', 'its column that tells several series apart')
    .option('--quick', 'a small part of it, to see that all works')
    .option('--epochs <count>', 'the passes of networks over the windows', integer(1), 15)
    .option('--seed <number>', 'the seed of all random numbers', integer(0), 7)
    .option('--run <folder>', 'the folder of the run', path)
    .option('--fresh', 'measure again, even what the folder has')
    .action(async (options: ForecastOptions) => {
      // Loaded when they run: what is said about wrong options waits for no library.
      const { forecastCommand } = await import('./forecast.js');
      await forecastCommand(options);
    });
  program
    .command('predict')
    .description('draw the next days, in the terminal and into the report of a run')
    .option('--days <count>', 'how many steps of the series; default: 10', integer(1))
    .addOption(new Option('--model <name>', 'default: the best one by the run').choices(MODELS))
    .option('--name <series>', 'one of several series; default: all')
    .option('--run <folder>', 'the folder of the run', path, 'runs/stock-forecast')
    .action(async (options: PredictOptions) => {
      const { predictCommand } = await import('./predict/predict.js');
      await predictCommand(options);
    });
  program
    .command('law')
    .description('forecast series whose law is known, to see whether a network learns')
    .option('--seeds <count>', 'how many series', integer(1), 5)
    .option('--quick', 'short series, to see that all works')
    .action(async (options: LawOptions) => {
      const { lawCommand } = await import('./synthetic/law-command.js');
      await lawCommand(options);
    });
  asDefault(learn);
  program.addHelpText(
    'after',
    `
Examples:
  npm run forecast                              the S&P 500, 2000 to 2020
  npm run forecast -- --data stocks --run runs/stocks
  npm run forecast -- --data prices.csv --value close --run runs/prices
  npm run forecast -- predict --days 10         the next ten days
Ctrl-C ends it at any time; the same command goes on from there.`,
  );
  return program;
}
