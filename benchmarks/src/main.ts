#!/usr/bin/env node
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { type BenchOptions, bench } from './bench.js';
import { augmentationSuite } from './suites/augmentation.js';
import { classicalSuite } from './suites/classical.js';
import { dataSuite } from './suites/data.js';
import { engineSuite } from './suites/engine.js';
import { layersSuite } from './suites/layers.js';
import { optimizersSuite } from './suites/optimizers.js';
import { tensorflowSuite } from './suites/tensorflow.js';
import { trainSuite } from './suites/train.js';
import { tuningSuite } from './suites/tuning.js';

const suites = [
  trainSuite,
  engineSuite,
  layersSuite,
  optimizersSuite,
  tensorflowSuite,
  dataSuite,
  augmentationSuite,
  classicalSuite,
  tuningSuite,
];
const EXIT_WRONG_USE = 2;

function wholeFrom(least: number, reason: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least) throw new InvalidArgumentError(reason);
    return value;
  };
}

async function run(name: string, options: BenchOptions): Promise<void> {
  const chosen = suites.find((suite) => suite.name === name);
  if (chosen === undefined) {
    console.error(`bench: there is no suite \`${name}\`. The suites are ${suites.map((s) => s.name).join(', ')}.`);
    process.exitCode = EXIT_WRONG_USE;
    return;
  }
  await bench(chosen, options);
}

const program = new Command('npm run bench --')
  .description('Ratios against peers, measured in one run.')
  .argument('[suite]', suites.map(({ name, description }) => `${name}: ${description}`).join('; '), trainSuite.name)
  .option('--runs <count>', 'measured runs of each, at least 20', wholeFrom(20, 'A median needs at least 20 runs.'), 30)
  .option('--only <text>', 'only the cases whose name holds this')
  .option('--threads <count>', 'threads of the engines that have them', wholeFrom(1, 'There is at least 1.'), 1)
  .option('--json <file>', 'also write the numbers with machine, versions and spread')
  .exitOverride()
  .action(run);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : EXIT_WRONG_USE;
}
