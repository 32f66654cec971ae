import { asDefault } from '@neurite/command-kit/default-command';
import { integer, path } from '@neurite/command-kit/option-values';
import { runCommand } from '@neurite/command-kit/run-command';
import { versionLines } from '@neurite/command-kit/versions';
import { Command, InvalidArgumentError, Option } from 'commander';
import { backends } from './backend-names.js';
import type { evaluateCommand } from './evaluate.js';
import type { predictCommand } from './predict.js';
import type { Processes } from './processes.js';
import type { trainCommand } from './train.js';
import type { tuneCommand } from './tune/tune.js';
import { versions } from './versions.js';

/** A week. */
const MOST_MINUTES = 10_080;
/** Each has a digit of every batch. */
const MOST_RANKS = 64;

const data = ['--data <folder>', 'IDX files of MNIST or Fashion-MNIST, instead of the 10,000 digits', path] as const;
const run = ['--run <folder>', 'the folder of the run', path, 'runs/digits'] as const;

/**
 * @param processes several that train together; none where they are left out
 * @returns the exit code: 0, 1 for a fault, 2 for wrong use
 */
export function runCommandLine(args: readonly string[], processes: Processes = {}): Promise<number> {
  return runCommand(commands(processes), args);
}

function backend(): Option {
  return new Option('--backend <name>', 'what computes: gpu is any that works here, others are one engine alone')
    .choices(backends)
    .default('wasm');
}

/** Parses a time. */
function minutes(text: string): number {
  const value = Number(text);
  if (!/^[\d.]+$/.test(text) || !(value > 0 && value <= MOST_MINUTES)) {
    throw new InvalidArgumentError(`It must be a number above 0 and of at most ${MOST_MINUTES.toLocaleString('en')}.`);
  }
  return value;
}

/** Parses a number of processes. */
function ranks(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > MOST_RANKS) {
    throw new InvalidArgumentError(`It must be an integer from 1 to ${MOST_RANKS}.`);
  }
  return value;
}

/** Parses the name of a study, which names a folder. */
function studyName(text: string): string {
  if (!/^[\w-]+$/.test(text)) throw new InvalidArgumentError('It must have only letters, digits, - and _.');
  return text;
}

/** The commands and their options. */
function commands(processes: Processes): Command {
  const program = new Command('npm start --')
    .usage('[train | evaluate | predict <image.png> | tune] [options]')
    .description('Trains a convolutional network on handwritten digits, and reads new ones.')
    .version(versionLines(versions()), '-V, --version', 'print the versions of the packages and of Node')
    .exitOverride();
  const train = program
    .command('train', { isDefault: true })
    .description('train on 80 % of the digits, validate on 10 %, test on the last 10 %; the default')
    .option('--epochs <count>', 'the number of passes over the training digits', integer(1), 20)
    .addOption(new Option('--quick', 'one epoch, to see that everything works').conflicts('epochs'))
    .option('--seed <number>', 'the seed of all random numbers', integer(0), 7)
    .option('--config <file>', 'the network and its training as tune found it, best.json', path)
    .option(...data)
    .option(...run)
    .addOption(backend())
    .option('--ranks <count>', 'train as so many processes, which mpirun starts here', ranks, 1)
    .option('--fresh', 'start again, even where an interrupted run could go on')
    .option('--overwrite', 'replace the finished model in the folder of the run')
    .action(async (options: Parameters<typeof trainCommand>[0]) => {
      // Loaded when they run: what is said about wrong options waits for no library.
      const { trainCommand } = await import('./train.js');
      await trainCommand(options, processes);
    });
  program
    .command('evaluate')
    .description('test the saved model on digits it has never seen')
    .option(...data)
    .option(...run)
    .action(async (options: Parameters<typeof evaluateCommand>[0]) => {
      const { evaluateCommand } = await import('./evaluate.js');
      await evaluateCommand(options);
    });
  program
    .command('predict')
    .description('read the digit in an image of any size, dark on light or light on dark')
    .argument('<image.png>', 'the image', path)
    .option(...run)
    .action(async (...given: Parameters<typeof predictCommand>) => {
      const { predictCommand } = await import('./predict.js');
      await predictCommand(...given);
    });
  program
    .command('tune')
    .description('look for better hyperparameters: layers, filters, neurons, learning rate, dropout, augmentation')
    .option('--minutes <number>', 'the time that all trials together may take', minutes, 15)
    .option('--epochs <count>', 'the epochs of a trial that is not pruned', integer(1), 9)
    .option('--seed <number>', 'the seed of all random numbers', integer(0), 7)
    .option('--study <name>', 'the name of the study, which the next start goes on with', studyName, 'digits')
    .option(...data)
    .addOption(backend())
    .action(async (options: Parameters<typeof tuneCommand>[0]) => {
      const { tuneCommand } = await import('./tune/tune.js');
      await tuneCommand(options);
    });
  asDefault(train);
  program.addHelpText(
    'after',
    `
Examples:
  npm start                                  train, test, and write runs/digits/
  npm start -- --epochs 3 --run runs/short   a shorter run, in its own folder
  npm start -- --quick --run runs/quick      whether everything works
  npm start -- --overwrite                   train again, replace the model
  npm start -- train --data ~/fashion-mnist  train on a folder of IDX files
  npm start -- --backend gpu                 train on the graphics card
  npm start -- --ranks 2                     train as two processes, over MPI
  npm start -- predict seven.png             read a digit
  npm run tune -- --minutes 30               look for a better network
  npm start -- --config runs/tune/digits/best.json  train what was found
Ctrl-C writes a checkpoint; the next start with the same options goes on from
there.`,
  );
  return program;
}
