import { asDefault } from '@neurite/command-kit/default-command';
import { integer, path } from '@neurite/command-kit/option-values';
import { runCommand } from '@neurite/command-kit/run-command';
import { versionLines } from '@neurite/command-kit/versions';
import { Command, Option } from 'commander';
import type { PetsOptions } from './pets.js';
import { EPOCHS, SIZES } from './settings.js';
import { versions } from './versions.js';

/** @returns the exit code: 0, 1 for a fault, 2 for wrong use */
export function runCommandLine(args: readonly string[]): Promise<number> {
  return runCommand(commands(), args);
}

function commands(): Command {
  const program = new Command('npm run pets --')
    .usage('[train | predict <photo.jpg>] [options]')
    .description('Tells cats from dogs, or whatever is in the folders of yours.')
    .version(versionLines(versions()), '-V, --version', 'print the versions of the packages and of Node')
    .exitOverride();
  const train = program
    .command('train', { isDefault: true })
    .description('examine photographs, train, test once, explain; the default')
    .option('--data <folder>', 'a folder for each class, or train and test with such folders', path)
    .addOption(
      new Option('--faults <wish>', 'files that cannot be used: leave them out, or stop')
        .choices(['skip', 'refuse'])
        .default('skip'),
    )
    .option(
      '--size <pixels>',
      `height and width, at least ${SIZES.least}; default: ${SIZES.usual}`,
      integer(SIZES.least),
    )
    .option(
      '--epochs <count>',
      `the passes over the photographs; default: ${EPOCHS.scratch}, from weights ${EPOCHS.weights}`,
      integer(1),
    )
    .option('--seed <number>', 'the seed of all random numbers', integer(0), 7)
    .option('--weights <file>', 'start from a ResNet: safetensors, by the names of PyTorch', path)
    .option('--probe', 'the last layer alone learns, from what these weights know')
    .option('--quick', 'few and small photographs, to see that all works')
    .option('--run <folder>', 'the folder of the run; default: runs/pets', path)
    .option('--fresh', 'start again, even where an interrupted run could go on')
    .action(async (options: PetsOptions) => {
      // Loaded when they run: what is said about wrong options waits for no library.
      const { petsCommand } = await import('./pets.js');
      await petsCommand(options);
    });
  program
    .command('predict')
    .description('say what a photograph shows, and show where the network looks')
    .argument('<photo.jpg>', 'the photograph, JPEG or PNG', path)
    .option('--run <folder>', 'the folder of the run', path, 'runs/pets')
    .action(async (photo: string, options: { readonly run: string }) => {
      const { predictCommand } = await import('./predict/predict.js');
      await predictCommand(photo, options);
    });
  asDefault(train);
  program.addHelpText(
    'after',
    `
Examples:
  npm run pets -- --data ~/pets                  train on ~/pets/cat, ~/pets/dog
  npm run pets -- --data ~/pets --quick          in seconds, to see it work
  npm run pets -- --data ~/pets --faults refuse  stop where a file is damaged
  npm run pets -- --data ~/pets --weights resnet18.safetensors --probe
  npm run pets -- predict photo.jpg              what a photograph shows
Ctrl-C writes a checkpoint; the same command goes on from there.`,
  );
  return program;
}
