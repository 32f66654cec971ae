import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { heard } from '@neurite/testing/heard';
import { removeBackend } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runCommandLine } from '../src/command-line.js';
import { compare } from '../src/compare.js';
import type { CellResult, Results } from '../src/run/results.js';
import { scaleOf } from '../src/run/settings.js';

const folder = mkdtempSync(join(tmpdir(), 'compared-'));
const run = join(folder, 'run');
const measured = join(run, 'measurements');
const program = join(import.meta.dirname, '..', 'dist', 'main.js');

afterAll(() => {
  removeBackend('wasm');
  rmSync(folder, { recursive: true });
});

const command = (...args: string[]) => heard(() => runCommandLine(args));

/** A quick run with a part of its models, seeds and engines: what a test has time for. */
const small = {
  ...scaleOf({ quick: true }),
  models: ['logisticRegression'],
  seeds: () => 1,
  alone: [],
  engines: [{ name: 'cpu' }],
} as const;
const goOn = () => heard(() => compare({ quick: true, seed: 3, epochs: 10, run }, small));

const files = (): string[] =>
  existsSync(measured) ? readdirSync(measured).filter((name) => name.includes('seed')) : [];
const summary = () =>
  JSON.parse(readFileSync(join(run, 'summary.json'), 'utf8')) as Results & { readonly seed: number };

describe('a quick run', () => {
  /** What was measured before the first run was killed, and when it was written. */
  let before: readonly (readonly [name: string, time: number])[] = [];
  let said: Awaited<ReturnType<typeof goOn>>;
  beforeAll(async () => {
    const child = spawn(process.execPath, [program, '--quick', '--seed', '3', '--run', run], { stdio: 'ignore' });
    const ended = new Promise((resolve) => child.on('close', resolve));
    await vi.waitFor(() => expect(files().length).toBeGreaterThan(2), { timeout: 500_000, interval: 20 });
    child.kill('SIGKILL');
    await ended;
    before = files().map((name) => [name, statSync(join(measured, name)).mtimeMs]);
    said = await goOn();
  });

  it('goes on where it was killed: what was measured stays as it was', () => {
    expect(before.length).toBeGreaterThan(2);
    for (const [name, time] of before) expect(statSync(join(measured, name)).mtimeMs).toBe(time);
    expect(files().length).toBeGreaterThan(before.length);
  });

  it('measures again what is missing, with the same accuracies', async () => {
    const { cells, probes, neighbors } = summary();
    const one = (pattern: RegExp) => readdirSync(measured).find((name) => pattern.test(name))!;
    for (const pattern of [/penguins-50-logisticRegression/, /digits-50-convolutional/, /^probe-relu-3/]) {
      rmSync(join(measured, one(pattern)));
    }
    await goOn();
    const accuracies = (all: readonly CellResult[]) => all.map(({ accuracy, parameters }) => [accuracy, parameters]);
    expect(accuracies(summary().cells)).toEqual(accuracies(cells));
    expect([summary().probes, summary().neighbors]).toEqual([probes, neighbors]);
  });

  it('writes numbers of every kind', () => {
    const { cells, probes, hardware, lines, absent, seed } = summary();
    expect(seed).toBe(3);
    expect(new Set(cells.map(({ dataSet }) => dataSet))).toEqual(new Set(['penguins', 'digits']));
    for (const cell of cells) {
      expect(cell.accuracy).toBeGreaterThan(0);
      expect(cell.trainSeconds).toBeGreaterThan(0);
    }
    expect(probes.map(({ source }) => source)).toEqual(
      expect.arrayContaining(['pixels', 'hand-made features', 'relu 3']),
    );
    expect(hardware).toMatchObject([
      { network: 'dense', engine: 'cpu', threads: 1, stepMilliseconds: expect.any(Number) },
      { network: 'convolutional', engine: 'cpu', reason: 'a step of a convolution takes minutes there' },
    ]);
    expect(lines.features.digits).toBeGreaterThan(lines.networks);
    expect(absent).toEqual([{ name: 'pets', reason: 'no folder of photographs was named, by --pets or NEURITE_PETS' }]);
    expect(existsSync(join(run, 'model.safetensors'))).toBe(true);
  });

  it('says what follows on the terminal and in the report, the data at its top', () => {
    const html = readFileSync(join(run, 'report.html'), 'utf8');
    const [, first] = html.split('<h2>');
    expect(first).toContain('What follows from this run');
    expect(first).toMatch(/found in the (penguins|digits)/i);
    expect(first).toContain('Nothing is said of pets');
    for (const title of ['Penguins', 'Digits', 'What a network found by itself', 'Hardware', 'Settings']) {
      expect(html).toContain(`<h2>${title}</h2>`);
    }
    expect(said.stdout).toContain('Digits: network or classical model');
    expect(said.stdout).toContain(`${run}: report.html, summary.json, model.safetensors`);
    for (const line of said.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('is not continued with other options', async () => {
    const { status, stderr } = await command('--quick', '--seed', '4', '--run', run);
    expect(stderr).toBe(
      `${run}: the folder holds a run with other options: --seed 3 --epochs 10 --quick. Go on with these options, choose another folder with --run, or add --fresh to delete what was measured.\n`,
    );
    expect(status).toBe(2);
    expect(files().length).toBeGreaterThan(0);
  });
});

describe('wrong use ends with one sentence and exit code 2', () => {
  const text = join(folder, 'text');
  beforeAll(() => {
    writeFileSync(text, 'a file');
    mkdirSync(join(folder, 'broken', 'measurements'), { recursive: true });
    writeFileSync(join(folder, 'broken', 'measurements', 'options.json'), '{');
  });

  it.each([
    [['--quik'], "error: unknown option '--quik'"],
    [['--epochs', '0'], 'It must be an integer of at least 1.'],
    [['--seed', 'many'], 'It must be an integer of at least 0.'],
    [['--pets', ''], 'It must be a path.'],
    [['--run', ''], 'It must be a path.'],
    [['table'], 'npm run compare: it takes options only, and received `table`. See npm run compare -- --help.'],
    [['--quick', '--pets', join(folder, 'nowhere')], 'nowhere: there is no such folder.'],
    [['--quick', '--run', text], `${text}: this is a file, and must be a folder.`],
    [['--quick', '--run', join(folder, 'broken')], 'other options: some that cannot be read.'],
  ])('%j', async (args, sentence) => {
    const { stdout, stderr, status } = await command(...args);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });

  it('shows its help in 80 columns, and versions', async () => {
    const { stdout, status } = await command('--help');
    for (const option of [
      '--quick',
      '--epochs <count>',
      '--seed <number>',
      '--pets <folder>',
      '--run <folder>',
      '--fresh',
    ]) {
      expect(stdout).toContain(`  ${option}`);
    }
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(status).toBe(0);
    expect((await command('--version')).stdout).toMatch(/^node \d+\.\d+\.\d+\n@neurite\/core \d/);
  });
});
