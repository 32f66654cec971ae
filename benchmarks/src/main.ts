#!/usr/bin/env node
import { useWasm } from '@neurite/backend-wasm';
import { writeFileAtomic } from '@neurite/formats';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { describeMachine, versionsOf } from './machine.js';
import { type Measurement, measure } from './measure.js';
import type { Suite } from './suite.js';
import { trainSuite } from './suites/train.js';

const suites: readonly Suite[] = [trainSuite];
const EXIT_WRONG_USE = 2;

type Options = { readonly json?: string; readonly runs: number };

function atLeast20(text: string): number {
  const runs = Number(text);
  if (!Number.isInteger(runs) || runs < 20) throw new InvalidArgumentError('A median needs at least 20 runs.');
  return runs;
}

async function bench(name: string | undefined, { json, runs }: Options): Promise<void> {
  const chosen = name === undefined ? suites : suites.filter((suite) => suite.name === name);
  if (chosen.length === 0) {
    console.error(`bench: there is no suite \`${name}\`. The suites are ${suites.map((s) => s.name).join(', ')}.`);
    process.exitCode = EXIT_WRONG_USE;
    return;
  }
  const machine = describeMachine();
  const backend = await useWasm();
  console.log(`${machine.cpu}, ${machine.cores} cores, Node ${machine.node}`);
  console.log(`${backend}\n`);
  const results: { suite: string; case: string; measurements: readonly Measurement[] }[] = [];
  for (const suite of chosen) {
    console.log(`${suite.name}: ${suite.description}; median of ${runs} runs, middle half in brackets`);
    for (const { name: caseName, contenders } of suite.cases) {
      const measurements = await measure(contenders(), { warmUp: 8, runs });
      results.push({ suite: suite.name, case: caseName, measurements });
      console.log(`\n  ${caseName}`);
      for (const line of formatCase(measurements)) console.log(`    ${line}`);
    }
  }
  if (json !== undefined) {
    const versions = versionsOf(['@tensorflow/tfjs-core', '@tensorflow/tfjs-layers']);
    await writeFileAtomic(
      json,
      `${JSON.stringify({ machine, backend: String(backend), versions, results }, null, 2)}\n`,
    );
    console.log(`\nwritten to ${json}`);
  }
}

/** One line each: milliseconds, spread, and how many times the first contender's time. */
function formatCase(measurements: readonly Measurement[]): string[] {
  const width = Math.max(...measurements.map(({ name }) => name.length));
  return measurements.map(({ name, median, quartiles: [low, high] }) => {
    const ratio = median / measurements[0]!.median;
    const spread = `[${low.toFixed(1)} – ${high.toFixed(1)}]`;
    return `${name.padEnd(width)} ${median.toFixed(1).padStart(8)} ms ${spread.padEnd(18)} ${ratio.toFixed(2)} ×`;
  });
}

const program = new Command('npm run bench --')
  .description('Ratios against peers, measured in one run.')
  .argument('[suite]', `one of: ${suites.map((suite) => suite.name).join(', ')}; default: all`)
  .option('--runs <count>', 'measured runs of each contender, at least 20', atLeast20, 30)
  .option('--json <file>', 'also write the numbers with machine, versions and spread')
  .exitOverride()
  .action(bench);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : EXIT_WRONG_USE;
}
