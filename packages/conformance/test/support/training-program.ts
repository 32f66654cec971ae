import '@tensorflow/tfjs-backend-cpu';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineName } from '@neurite/backend-node-gpu';
import { turnOnInNode } from '../../src/turn-on-in-node.js';
import { lossOf, metricOf, optimizerNames, stepsOf } from './evaluate-rules.js';
import type { LayerCase } from './layer-cases.js';
import { networkNames, trainedOnBoth } from './networks.js';
import { type Found, passLayer } from './pass-layer.js';
import type { Both, Numbers } from './rules-cases.js';
import type { ValueCase } from './value-cases.js';

/** What the program is asked: what to examine on an engine. */
export type TrainingQuestion = {
  readonly engine: EngineName;
  readonly layers: readonly LayerCase[];
  readonly values: readonly ValueCase[];
  /** Every so many of all optimizers and links; undefined for none. */
  readonly optimizers: { readonly from: number; readonly every: number } | undefined;
  /** Whether small networks are trained, too. */
  readonly networks: boolean;
};

/** A result, or why there is none. */
export type Outcome<T> = { readonly found: T } | { readonly failed: string };

/** What it answers, each in the order of the question. */
export type TrainingAnswer = {
  readonly layers: readonly Outcome<Found>[];
  readonly values: readonly Outcome<Numbers>[];
  readonly optimizers: Readonly<Record<string, Outcome<Both>>>;
  readonly networks: Readonly<Record<string, Outcome<Both>>>;
};

async function each<From, To>(all: readonly From[], run: (one: From) => Promise<To>): Promise<readonly Outcome<To>[]> {
  const outcomes: Outcome<To>[] = [];
  for (const one of all) {
    outcomes.push(
      await run(one).then(
        (found) => ({ found }),
        (error: unknown) => ({ failed: String(error) }),
      ),
    );
  }
  return outcomes;
}

async function byName<To>(names: readonly string[], run: (name: string) => Promise<To>) {
  const outcomes = await each(names, run);
  return Object.fromEntries(names.map((name, i) => [name, outcomes[i]!]));
}

const folder = process.argv[2]!;
const question = JSON.parse(readFileSync(join(folder, 'question.json'), 'utf8')) as TrainingQuestion; // of train-in-node.ts
await turnOnInNode(question.engine);
const { optimizers } = question;
const answer: TrainingAnswer = {
  layers: await each(question.layers, passLayer),
  values: await each(question.values, (one) => ('loss' in one ? lossOf(one) : metricOf(one))),
  optimizers: await byName(
    optimizerNames.filter((_, i) => optimizers !== undefined && i % optimizers.every === optimizers.from),
    stepsOf,
  ),
  networks: await byName(question.networks ? networkNames : [], trainedOnBoth),
};
// JSON has no such numbers.
const written = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
writeFileSync(join(folder, 'answer.json'), JSON.stringify(answer, written));
