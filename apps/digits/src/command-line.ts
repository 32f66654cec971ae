import { ArgumentError, BackendError, NeuriteError, NumericError } from '@neurite/core/errors';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import type { evaluateCommand } from './evaluate.js';
import type { predictCommand } from './predict.js';
import { describeSystemError } from './system-errors.js';
import type { trainCommand } from './train.js';
import { versions } from './versions.js';

/** A wrong option, file or image. */
const EXIT_WRONG_USE = 2;
/** A full disk, an engine that does not work, a training that diverges. */
const EXIT_FAULT = 1;

function integer(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || !Number.isSafeInteger(value)) {
      throw new InvalidArgumentError(`It must be an integer of at least ${least}.`);
    }
    return value;
  };
}

/** An unset variable of a shell arrives as a path without a character. */
function path(text: string): string {
  if (text === '') throw new InvalidArgumentError('It must be a path.');
  return text;
}

const data = ['--data <folder>', 'IDX files of MNIST or Fashion-MNIST, instead of the 10,000 digits', path] as const;
const run = ['--run <folder>', 'the folder of the run', path, 'runs/digits'] as const;

/**
 * Runs the command that arguments name, and says in one sentence what goes wrong.
 *
 * @returns the exit code: 0, 1 for a fault, 2 for wrong use
 * @throws whatever is a defect of the program
 */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  try {
    await commands().parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_WRONG_USE;
    if (error instanceof NeuriteError) {
      console.error(error.message);
      return error instanceof BackendError || error instanceof NumericError ? EXIT_FAULT : EXIT_WRONG_USE;
    }
    const fault = describeSystemError(error);
    if (fault === undefined) throw error;
    console.error(fault.sentence);
    return fault.exitCode;
  }
}

/** The commands and their options. */
function commands(): Command {
  const program = new Command('npm start --')
    .usage('[train | evaluate | predict <image.png>] [options]')
    .description('Trains a convolutional network on handwritten digits, and reads new ones.')
    .version(
      Object.entries(versions())
        .map(([name, version]) => `${name} ${version}`)
        .join('\n'),
      '-V, --version',
      'print the versions of the packages and of Node',
    )
    .exitOverride();
  const train = program
    .command('train', { isDefault: true })
    .description('train on 80 % of the digits, choose on 10 %, test on the last 10 %; the default')
    .option('--epochs <count>', 'the number of passes over the training digits', integer(1), 20)
    .option('--seed <number>', 'the seed of all random numbers', integer(0), 7)
    .option(...data)
    .option(...run)
    .option('--fresh', 'start again, even where an interrupted run could go on')
    .option('--overwrite', 'replace the finished model in the folder of the run')
    .allowExcessArguments()
    .action(async (options: Parameters<typeof trainCommand>[0], { args: [command] }: Command) => {
      // A word that is no command reaches the default command as an argument.
      if (command !== undefined) {
        const expected = 'be train, evaluate or predict';
        throw new ArgumentError({ where: 'npm start', argument: 'command', expected, received: command });
      }
      // Loaded when they run: what is said about wrong options waits for no library.
      const { trainCommand } = await import('./train.js');
      await trainCommand(options);
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
  // As commander lays them out for the width of the terminal.
  const trainOptions = train.helpInformation().split('\nOptions:\n')[1]!.trimEnd();
  program.addHelpText(
    'after',
    `
Options of train, the command where none is given:
${trainOptions}

Examples:
  npm start                                  train, test, and write runs/digits/
  npm start -- --epochs 3 --run runs/short   a shorter run, in its own folder
  npm start -- --overwrite                   train again, replace the model
  npm start -- train --data ~/fashion-mnist  train on a folder of IDX files
  npm start -- predict seven.png             read a digit
Ctrl-C writes a checkpoint; the next start with the same options goes on from
there.`,
  );
  return program;
}
