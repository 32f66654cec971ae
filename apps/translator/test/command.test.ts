import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { heard } from '@neurite/testing/heard';
import { interrupted } from '@neurite/testing/interrupted';
import { ANIMALS_FILE } from '@neurite/translator-model/animals';
import { removeBackend } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../src/command-line.js';

const folder = mkdtempSync(join(tmpdir(), 'translator-'));
const run = join(folder, 'run');
const file = join(folder, 'animals.tsv');
const command = (...args: string[]) => heard(() => runCommandLine(args));
const read = (name: string) => readFileSync(join(run, name), 'utf8');
const learn = (...args: string[]) => command('--data', file, '--quick', '--run', run, ...args);

beforeAll(() => writeFileSync(file, ANIMALS_FILE));
afterAll(() => {
  removeBackend('wasm');
  rmSync(folder, { recursive: true });
});

describe('npm run translate', () => {
  let first: Awaited<ReturnType<typeof command>>;
  beforeAll(async () => {
    first = await learn();
    // A process learns or translates, with another number of threads.
    removeBackend('wasm');
  });

  it('learns, compares with baselines, and writes what follows', () => {
    expect(first.status).toBe(0);
    const summary = JSON.parse(read('summary.json'));
    expect(summary.translators.map(({ name }: { name: string }) => name)).toEqual([
      'network',
      'copy',
      'nearest',
      'dictionary',
    ]);
    expect(summary.phrases.train + summary.phrases.validation + summary.phrases.test).toBe(40);
    expect(first.stdout).toMatch(/gru +copy +nearest +dictionary/);
    const report = read('report.html');
    for (const title of ['What follows from this run', 'What the network looks at', 'Translations'])
      expect(report).toContain(title);
    const lines = first.stdout.split('\n').filter((line) => !line.includes(folder));
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
  });

  it('goes on where it stood, with the same numbers, and only with the same options', async () => {
    const measured = join(run, 'measurements', 'network.json');
    const [before, time] = [readFileSync(measured, 'utf8'), statSync(join(run, 'model.safetensors')).mtimeMs];
    rmSync(measured);
    expect((await learn()).status).toBe(0);
    removeBackend('wasm');
    expect(readFileSync(measured, 'utf8')).toBe(before);
    expect(statSync(join(run, 'model.safetensors')).mtimeMs).toBe(time);
    const other = await learn('--seed', '8');
    expect(other.status).toBe(2);
    expect(other.stderr).toContain('the folder holds a run with other options: --data');
    writeFileSync(file, ANIMALS_FILE.replace('red cat', 'red lion'));
    const changed = await learn();
    writeFileSync(file, ANIMALS_FILE);
    expect(changed.status).toBe(2);
    expect(changed.stderr).toMatch(/--quick, on phrases \(SHA-256 [0-9a-f]{8}…\) that this file may no longer give/);
  });

  it('goes on after Ctrl-C, and ends with the same bytes', async () => {
    const broken = join(folder, 'broken');
    const args = ['--data', file, '--quick', '--run', broken];
    const said = await interrupted(() => runCommandLine(args), 'epoch 1/2: loss');
    removeBackend('wasm');
    expect(said).toContain('the next start goes on from here');
    expect(existsSync(join(broken, 'model.safetensors'))).toBe(false);
    const { status, stderr } = await command(...args);
    removeBackend('wasm');
    expect(status).toBe(0);
    expect(stderr).not.toContain('epoch 1/2');
    expect(readFileSync(join(broken, 'model.safetensors')).equals(readFileSync(join(run, 'model.safetensors')))).toBe(
      true,
    );
  });

  it('translates a phrase, says what it does not know, and draws what it looked at', async () => {
    const picture = join(folder, 'attention.svg');
    const { status, stdout } = await command('blue', 'Zebra', '--run', run, '--picture', picture);
    expect(status).toBe(0);
    expect(stdout).toMatch(/\nconfidence \d+\.\d %/);
    expect(stdout).toContain('It does not know “zebra”');
    expect(readFileSync(picture, 'utf8')).toContain('<svg');
  });

  it.each([
    [['--data', 'missing.tsv'], 'missing.tsv'],
    [['--to', 'xx'], '`--to` must be the code of a language'],
    [['--epochs', '0'], 'It must be an integer of at least 1.'],
    [['--network', 'brain'], 'Allowed choices are gru, lstm, transformer.'],
    [['--typo'], "unknown option '--typo'"],
    [['--picture', 'a.svg'], '`--picture` must come with a phrase'],
    [[' '], '`phrase` must have a word'],
    [['a phrase', '--run', join(folder, 'nothing')], 'there is no model yet. Make one first: npm run translate.'],
  ])('answers %o in a sentence', async (args, sentence) => {
    const { status, stderr } = await command('--run', join(folder, 'other'), ...args);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain('    at ');
    expect(status).toBe(2);
  });

  it('names a model file that is broken', async () => {
    writeFileSync(join(run, 'model.safetensors'), 'no model');
    const { status, stderr } = await command('a phrase', '--run', run);
    expect(stderr).toContain('model.safetensors: the file holds no network of this program. Run npm run translate.');
    expect(status).toBe(2);
  });

  it('prints how it is used in 80 columns', async () => {
    const { status, stdout } = await command('--help');
    expect(status).toBe(0);
    expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect((await command('--version')).stdout).toContain('@neurite/core');
  });
});
