import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Ended, trainInChild } from './support/child.js';
import { temporaryFolders } from './support/folder.js';
import type { ChildOptions } from './support/train-child.js';

const newFolder = temporaryFolders();
const train = (options: ChildOptions): Promise<Ended> => trainInChild(options).ended;
const result = async (folder: string): Promise<{ weights: string; history: unknown }> => ({
  weights: (await readFile(join(folder, 'weights.safetensors'))).toString('hex'),
  history: JSON.parse(await readFile(join(folder, 'history.json'), 'utf8')),
});
const checkpointFiles = async (folder: string): Promise<string[]> =>
  (await readdir(join(folder, 'checkpoints'))).sort();

let whole: string;
let unbroken: { weights: string; history: unknown };

beforeAll(async () => {
  whole = await newFolder();
  expect(await train({ folder: whole })).toMatchObject({ code: 0, err: '' });
  unbroken = await result(whole);
  // 4 epochs of 6 steps, every 4 steps, the last two and the best.
  expect(await checkpointFiles(whole)).toEqual([
    'best.safetensors',
    'history.jsonl',
    'step-00000020.safetensors',
    'step-00000024.safetensors',
  ]);
});

describe('a killed run that is resumed', () => {
  it('again and again does so too', async () => {
    const folder = await newFolder();
    for (const killAt of [6, 11, 22]) await train({ folder, killAt, every: 1 });
    await train({ folder });
    expect(await result(folder)).toEqual(unbroken);
  });

  it('on another number of threads ends with the same bits', async () => {
    const options = { hidden: 50_000, learningRate: 1e-7, epochs: 2, every: 4 };
    const [folder, other] = [await newFolder(), await newFolder()];
    expect(await train({ folder: other, ...options, threads: 1 })).toMatchObject({ code: 0, err: '' });
    expect(await train({ folder, ...options, threads: 1, killAt: 6 })).toMatchObject({ signal: 'SIGKILL' });
    const resumed = await train({ folder, ...options, threads: 2 });
    expect(resumed).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^step 5\n/) });
    expect(await result(folder)).toEqual(await result(other));
  });

  it('that had come to its end returns at once', async () => {
    const again = await train({ folder: whole });
    expect(again).toMatchObject({ code: 0, out: '' });
    expect(await result(whole)).toEqual(unbroken);
  });

  it('goes on to more epochs', async () => {
    const folder = await newFolder();
    await train({ folder, epochs: 2 });
    await train({ folder });
    expect(await result(folder)).toEqual(unbroken);
  });
});

/** By its number: of a process whose `kill` was called, Deno says that the signal ended it, whatever it did. */
function interrupt(child: ReturnType<typeof trainInChild>): void {
  try {
    process.kill(child.process.pid!, 'SIGINT'); // it was started
  } catch {
    // It has ended.
  }
}

/** Presses Ctrl-C as somebody does who has no patience. */
async function pressUntilEnded(child: ReturnType<typeof trainInChild>): Promise<void> {
  let ended = false;
  void child.ended.then(() => {
    ended = true;
  });
  while (!ended) {
    interrupt(child);
    await setTimeout(20);
  }
}

describe('Ctrl-C', () => {
  it('finishes the step, writes a checkpoint and exits with 130; the run can go on', async () => {
    const folder = await newFolder();
    const child = trainInChild({ folder, stayAt: 8, every: 1000 });
    await child.printed(/step 8\n/);
    const seen = once(child.process.stderr, 'data');
    interrupt(child);
    // The step ends only now.
    await seen;
    child.process.stdin.end();
    const ended = await child.ended;
    expect(ended).toMatchObject({
      code: 130,
      err: 'Stopping after this step. Once more ends it at once, without a checkpoint.\n',
    });
    expect(ended.out.endsWith('step 8\n')).toBe(true);
    expect(await checkpointFiles(folder)).toContain('step-00000008.safetensors');
    const resumed = await train({ folder });
    expect(resumed.out.startsWith('step 9\n')).toBe(true);
    expect(await result(folder)).toEqual(unbroken);
  });

  it('for the second time ends the process in the middle of the step', async () => {
    const folder = await newFolder();
    // A callback that waits for a minute stands for a step that takes long.
    const child = trainInChild({ folder, pause: 60_000, every: 1000 });
    await child.printed(/step 1\n/);
    await pressUntilEnded(child);
    expect(await child.ended).toMatchObject({ signal: 'SIGINT', out: 'step 1\n' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('ends it at once even while the event loop has no turn', async () => {
    const folder = await newFolder();
    const child = trainInChild({ folder, block: 300, pause: 1, every: 1000, epochs: 1000 });
    await child.printed(/step 1\n/);
    await pressUntilEnded(child);
    const { code, signal } = await child.ended;
    // Either the step was still going on, or it had just ended in order.
    expect([code, signal]).toSatisfy(([c, s]: [number | null, string | null]) => c === 130 || s === 'SIGINT');
  });
});
