import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { heard } from '@neurite/testing/heard';
import { removeBackend } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../src/command-line.js';
import { csvOf, walk } from './support/series.js';

const folder = mkdtempSync(join(tmpdir(), 'forecast-'));
const run = join(folder, 'run');
const file = join(folder, 'walk.csv');
const command = (...args: string[]) => heard(() => runCommandLine(args));
const read = (name: string) => readFileSync(join(run, name), 'utf8');
const learn = (...args: string[]) => command('--data', file, '--quick', '--run', run, ...args);

beforeAll(() => writeFileSync(file, csvOf(walk(140))));
afterAll(() => {
  removeBackend('wasm');
  rmSync(folder, { recursive: true });
});

describe('npm run forecast', () => {
  let first: Awaited<ReturnType<typeof command>>;
  beforeAll(async () => {
    first = await learn();
  });

  it('compares all models, and writes what follows', () => {
    expect(first.stderr).not.toContain('Error');
    expect(first.status).toBe(0);
    const summary = JSON.parse(read('summary.json'));
    expect(summary.models).toHaveLength(13);
    expect(summary.models.filter(({ isNetwork }: { isNetwork: boolean }) => isNetwork)).toHaveLength(6);
    expect(summary.task).toMatchObject({ horizon: 7, season: 5 });
    for (const sentence of summary.conclusions) expect(first.stdout.replaceAll(/\s+/g, ' ')).toContain(sentence);
    const report = read('report.html');
    expect(report).toContain('Forecast of walk');
    expect(report).toContain('the next 7 steps by');
    expect(report).toContain('Times are taken from date, values from close.');
    const lines = first.stdout.split('\n').filter((line) => !line.includes(folder));
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
  });

  it('goes on where it stood, with the same numbers, and only with the same options', async () => {
    const cell = join(run, 'measurements', 'gru-fold-2.json');
    const kept = join(run, 'measurements', 'gru-fold-1.json');
    const [before, time] = [JSON.parse(readFileSync(cell, 'utf8')).series, statSync(kept).mtimeMs];
    rmSync(cell);
    expect((await learn()).status).toBe(0);
    expect(JSON.parse(readFileSync(cell, 'utf8')).series).toEqual(before);
    expect(statSync(kept).mtimeMs).toBe(time);
    const other = await learn('--seed', '8');
    expect(other.status).toBe(2);
    expect(other.stderr).toContain('the folder holds a run with other options');
  });

  it.each([['network'], ['drift'], [undefined]])('draws the next days by %s, in the report too', async (model) => {
    const { status, stdout } = await command(
      ...['predict', '--days', '4', '--run', run],
      ...(model === undefined ? [] : ['--model', model]),
    );
    expect(status).toBe(0);
    expect(stdout).toMatch(/walk, the next 4 days by/);
    expect(stdout).toContain('━');
    expect(read('report.html')).toContain('the next 4 steps by');
  });

  it.each([
    [['--days', '0'], 'It must be an integer of at least 1.'],
    [['--days', '8'], '`--days` must be at most 7, as many steps as the models learned; received 8.'],
    [['--name', 'other'], '`--name` must be one of walk; received other.'],
    [['--model', 'best'], 'Allowed choices are'],
    [['--run', join(folder, 'nothing')], 'there is no finished run. Make one first: npm run forecast.'],
  ])('answers predict %o in a sentence', async (args, sentence) => {
    const { status, stderr } = await command('predict', '--run', run, ...args);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain('    at ');
    expect(status).toBe(2);
  });

  it.each([
    [['--data', 'missing.csv'], 'missing.csv'],
    [['--data', ''], 'It must be a path.'],
    [['--epochs', '0'], 'It must be an integer of at least 1.'],
    [['--seed', 'x'], 'It must be an integer of at least 0.'],
    [['--typo'], "unknown option '--typo'"],
    [['learnt'], '`command` must be learn, predict or law; received learnt.'],
    [['--data', file, '--value', 'typo'], '`--value` must be a column of the file: date and close; received typo.'],
  ])('answers %o in a sentence', async (args, sentence) => {
    const { status, stderr } = await command(...args, '--run', join(folder, 'other'));
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain('    at ');
    expect(status).toBe(2);
  });

  it('names a model file that is broken', async () => {
    writeFileSync(join(run, 'model.safetensors'), 'no model');
    const { status, stderr } = await command('predict', '--model', 'network', '--days', '2', '--run', run);
    expect(stderr).toContain('model.safetensors: the file holds no network of this program. Run npm run forecast.');
    expect(status).toBe(2);
    expect(existsSync(join(folder, 'other', 'summary.json'))).toBe(false);
  });

  it('prints how it is used in 80 columns', async () => {
    const { status, stdout } = await command('--help');
    expect(status).toBe(0);
    expect(stdout).toContain('npm run forecast -- predict --days 10');
    expect((await command('--version')).stdout).toContain('@neurite/core');
  });
});

it('forecasts a law, quickly', async () => {
  const { status, stdout } = await command('law', '--seeds', '1', '--quick');
  expect(status).toBe(0);
  expect(stdout).toMatch(/series 1: the network has [\d.]+ times the excess of the best baseline/);
});
