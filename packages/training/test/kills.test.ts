import '@tensorflow/tfjs-backend-cpu';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, release } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { RandomStream } from '@neurite/core';
import { setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadCheckpoint } from '../src/index.js';
import { trainInChild } from './support/child.js';
import { temporaryFolders } from './support/folder.js';
import { Two } from './support/toys.js';
import type { ChildOptions } from './support/train-child.js';

const newFolder = temporaryFolders();
/** `npm run check -- resume` asks for more, and for the result in a file. */
const asked = Number(process.env.NEURITE_RESUME ?? 0);
const kills = asked || 5;
const hidden = asked > 0 ? 50_000 : 2000;
const epochs = asked > 0 ? 4 : 2;
const options = { hidden, learningRate: 1e-7, epochs, every: 1 };
const STEPS = 6 * epochs;

type Outcome = {
  /** The step that had been reported when the process was killed. */
  readonly step: number;
  readonly threads: readonly [number | undefined, number | undefined];
  /** Whether a checkpoint was being written. */
  readonly writing: boolean;
  /** Whether it had come to its end before. */
  readonly ended: boolean;
  readonly readable: number;
  /** The step with which the next process began. */
  readonly resumedAt: number | undefined;
};

async function filesOf(folder: string): Promise<string[]> {
  return readdir(join(folder, 'checkpoints')).catch(() => []);
}

/** As soon as a temporary file is seen, or when the run is at its end. */
async function seenWriting(folder: string, ended: Promise<unknown>): Promise<void> {
  let isEnded = false;
  void ended.then(() => {
    isEnded = true;
  });
  while (!isEnded) if ((await filesOf(folder)).some((file) => file.endsWith('.tmp'))) return;
}

async function weightsOf(folder: string): Promise<string> {
  return (await readFile(join(folder, 'weights.safetensors'))).toString('base64');
}

async function killAndResume(random: RandomStream, [first, second]: Outcome['threads']): Promise<[Outcome, string]> {
  const folder = await newFolder();
  const step = 1 + Math.floor(random.uniform() * (STEPS - 1));
  const after = random.uniform() * (asked > 0 ? 60 : 10);
  const threads = (count: number | undefined): Partial<ChildOptions> => (count === undefined ? {} : { threads: count });
  const child = trainInChild({ folder, ...options, ...threads(first) });
  await child.printed(new RegExp(`^step ${step}$`, 'm'));
  if (random.uniform() < 0.5) await setTimeout(after);
  else await seenWriting(folder, child.ended);
  child.process.kill('SIGKILL');
  const { signal } = await child.ended;
  const files = await filesOf(folder);
  const written = files.filter((file) => file.endsWith('.safetensors'));
  for (const file of written) {
    using model = new Two({ hidden });
    await loadCheckpoint(model, join(folder, 'checkpoints', file));
  }
  const resumed = await trainInChild({ folder, ...options, ...threads(second) }).ended;
  expect(resumed).toMatchObject({ code: 0, err: '' });
  const resumedAt = /^step (\d+)/.exec(resumed.out)?.[1];
  const outcome: Outcome = {
    step,
    threads: [first, second],
    writing: files.some((file) => file.endsWith('.tmp')),
    ended: signal === null,
    readable: written.length,
    resumedAt: resumedAt === undefined ? undefined : Number(resumedAt),
  };
  return [outcome, await weightsOf(folder)];
}

beforeAll(() => setBackend('cpu'));

describe('a run that is killed at a random moment', () => {
  it(`ends with the same bits when it is resumed, ${kills} times`, { timeout: 200_000 * kills }, async () => {
    const outcomes: Outcome[] = [];
    const engines = asked > 0 ? ([1, 2] as const) : ([undefined] as const);
    const whole = await newFolder();
    await trainInChild({ folder: whole, ...options, ...(asked > 0 ? { threads: 1 } : {}) }).ended;
    const expected = await weightsOf(whole);
    const random = RandomStream.fromSeed(asked > 0 ? Date.now() % 2 ** 31 : 4);
    for (let i = 0; i < kills; i++) {
      const threads = [engines[i % engines.length], engines[(i >> 1) % engines.length]] as const;
      const [outcome, weights] = await killAndResume(random, threads);
      expect(weights === expected, JSON.stringify(outcome)).toBe(true);
      outcomes.push(outcome);
    }
    if (asked > 0)
      await writeFile(
        fileURLToPath(new URL('../../../docs/measurements/resume.md', import.meta.url)),
        report(outcomes),
      );
  });
});

function report(outcomes: readonly Outcome[]): string {
  const count = (is: (outcome: Outcome) => boolean): number => outcomes.filter(is).length;
  const rows = outcomes.map(
    ({ step, threads, writing, readable, resumedAt }, i) =>
      `| ${i + 1} | ${step} | ${threads.join(' → ')} | ${writing ? 'yes' : ''} | ${readable} | ${resumedAt ?? 'at its end'} |`,
  );
  return `# Resuming killed runs

\`npm run check -- resume\` kills a training with SIGKILL at ${outcomes.length} random moments, each in a run of its own:
up to 60 ms after a random step, or at the first temporary file that is seen after it. It reads every checkpoint that was left, and resumes the run in another process, often with another number of threads. It fails unless all
checkpoints can be read and the final weights are those of a run that was not killed, bit for bit.

The run: two affine layers of ${hidden.toLocaleString('en-US')} units on the wasm engine, with noise from random keys, shuffled batches, momentum with a
schedule, early stopping with its best weights, and a checkpoint after each of ${STEPS} steps.

Measured on ${new Date().toISOString().slice(0, 10)} with Node ${process.version}, Linux ${release()}, ${cpus().length} cores: all ${outcomes.length} ended with the same
bits. ${count(({ writing }) => writing)} were killed while a checkpoint was being written, ${count(({ ended }) => ended)} had come to their end before, and ${count(({ threads: [a, b] }) => a !== b)} went on with another
number of threads. ${outcomes.reduce((sum, { readable }) => sum + readable, 0)} checkpoints were read; none was unreadable.

| run | killed after step | threads | while writing | checkpoints read | resumed with step |
| ---: | ---: | --- | --- | ---: | ---: |
${rows.join('\n')}
`;
}
