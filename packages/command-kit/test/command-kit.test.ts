import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArgumentError, BackendError } from '@neurite/core/errors';
import { Command } from 'commander';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { asDefault } from '../src/default-command.js';
import { makeFolder } from '../src/make-folder.js';
import { inMeasuredRun } from '../src/measured-run.js';
import { integer, path } from '../src/option-values.js';
import { progressLine } from '../src/progress-line.js';
import { readIfThere } from '../src/read-if-there.js';
import { runCommand } from '../src/run-command.js';
import { lockRun } from '../src/run-lock.js';
import { describeSystemError } from '../src/system-errors.js';
import { versionLines, versionsOf } from '../src/versions.js';
import { bytes, count, duration, list, percent } from '../src/words.js';
import { wrap } from '../src/wrap.js';

const folder = mkdtempSync(join(tmpdir(), 'command-kit-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a command', () => {
  const run = async (work: () => void) => {
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const program = new Command('npm run it --')
      .option('--count <number>', '', integer(1))
      .option('--to <folder>', '', path)
      .configureOutput({ writeErr: (text) => void process.stderr.write(text) })
      .exitOverride()
      .action(work);
    try {
      const status = await runCommand(program, ['--count', '3', '--to', 'here']);
      return { status, said: said.mock.calls.map(([text]) => text).join('') };
    } finally {
      said.mockRestore();
    }
  };

  it('ends with 0, with 2 for wrong use, with 1 for a fault, and says each in a sentence', async () => {
    expect(await run(() => {})).toEqual({ status: 0, said: '' });
    const wrong = new ArgumentError({ where: 'it', problem: 'this is wrong' });
    expect(await run(() => raise(wrong))).toEqual({ status: 2, said: 'it: this is wrong.\n' });
    const fault = new BackendError({ where: 'engine', problem: 'it does not run' });
    expect(await run(() => raise(fault))).toEqual({ status: 1, said: 'engine: it does not run.\n' });
    const full = Object.assign(new RangeError('ENOSPC'), { code: 'ENOSPC', syscall: 'write' });
    expect(await run(() => raise(full))).toMatchObject({
      status: 1,
      said: expect.stringMatching(/^npm run it: the disk is full\./),
    });
    await expect(run(() => raise(new TypeError('a defect')))).rejects.toThrow('a defect');
  });

  it('refuses values of options', () => {
    expect(integer(1)('12')).toBe(12);
    for (const text of ['0', '-1', '1.5', 'many', '', '1e3', '99999999999999999']) {
      expect(() => integer(1)(text)).toThrow('It must be an integer of at least 1.');
    }
    expect(() => path('')).toThrow('It must be a path.');
  });
});

describe('the command that runs where none is named', () => {
  const program = (argument?: string) => {
    const made = new Command('npm run it --').exitOverride();
    const learn = made.command('learn', { isDefault: true }).option('--epochs <count>', 'passes', integer(1));
    if (argument !== undefined) learn.argument(argument);
    const learned: unknown[] = [];
    learn.action((...given) => void learned.push(given[0]));
    made.command('predict');
    made.command('law');
    asDefault(learn);
    made.addHelpText('after', '\nExamples:');
    return { made, learned };
  };

  it('runs, and refuses a word that names none', async () => {
    const { made, learned } = program();
    expect(await runCommand(made, ['--epochs', '3'])).toBe(0);
    expect(learned).toEqual([{ epochs: 3 }]);
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(await runCommand(made, ['lern'])).toBe(2);
    expect(said.mock.calls).toEqual([['npm run it: `command` must be learn, predict or law; received lern.\n']]);
    said.mockRestore();
    expect(learned).toHaveLength(1);
  });

  it('may take arguments of its own', async () => {
    const { made, learned } = program('<file>');
    expect(await runCommand(made, ['a.csv'])).toBe(0);
    expect(learned).toEqual(['a.csv']);
  });

  it('shows its options in the help of the program, before the examples', async () => {
    const written: string[] = [];
    const { made } = program();
    made.configureOutput({ writeOut: (text) => void written.push(text) });
    expect(await runCommand(made, ['--help'])).toBe(0);
    expect(written.join('')).toMatch(
      /\n\nOptions of learn, the command where none is given:\n {2}--epochs <count>.*\n {2}-h, --help.*\n\nExamples:\n$/,
    );
  });
});

function raise(error: Error): never {
  throw error;
}

it('an error of the file system is a sentence with its path, any other none', () => {
  const denied = Object.assign(new RangeError(), { code: 'EACCES', syscall: 'open', path: '/a' });
  expect(describeSystemError(denied, 'it')).toMatchObject({
    exitCode: 2,
    sentence: '/a: this may not be read or written with your rights. Change its permissions, or choose another path.',
  });
  expect(describeSystemError(new RangeError('other'), 'it')).toBeUndefined();
});

it('a folder is taken by one, and free again when that releases it', async () => {
  const run = join(folder, 'a', 'run');
  await makeFolder(run);
  const release = await lockRun(run, 'comparison');
  await expect(lockRun(run, 'comparison')).rejects.toThrow(
    `${run}: another comparison is running in this folder, process ${process.pid}.`,
  );
  release();
  expect(readdirSync(run)).toEqual([]);
  (await lockRun(run, 'comparison'))();
});

it('a file is read, or is not there', async () => {
  writeFileSync(join(folder, 'text'), 'words');
  expect(await readIfThere(join(folder, 'text'))).toBe('words');
  expect(await readIfThere(join(folder, 'none'))).toBeUndefined();
  await expect(readIfThere(folder)).rejects.toThrow('EISDIR');
});

describe('the line of progress', () => {
  const show = (columns: number, isTTY: boolean) => {
    const written: string[] = [];
    vi.stubEnv('CI', '');
    vi.stubEnv('TERM', 'xterm');
    const line = progressLine({ write: (text) => written.push(text), isTTY, columns });
    line.show(0.5, { stage: 'learning', detail: 'a forest of a hundred trees' });
    line.show(0.75, { stage: 'learning', detail: 'another' });
    line.show(1, { stage: 'done', detail: '' });
    line.clear();
    vi.unstubAllEnvs();
    return written;
  };

  it('is redrawn on a terminal, and never wider than it', () => {
    const [first, , last, cleared] = show(50, true);
    expect(first).toBe('\r━━━━━━━━━━──────────  50 % learning, a forest of…\x1b[K');
    expect(first!.length - 4).toBe(49);
    expect([last, cleared]).toEqual(['\r━━━━━━━━━━━━━━━━━━━━ 100 % done\x1b[K', '\r\x1b[K']);
  });

  it('is a line for each stage elsewhere', () => {
    expect(show(50, false)).toEqual(['50 %: learning\n', '100 %: done\n']);
  });
});

it('versions are those of Node, of the packages and of tfjs-core', () => {
  const versions = versionsOf(import.meta.url, ['core']);
  expect(Object.keys(versions)).toEqual(['node', '@neurite/core', '@tensorflow/tfjs-core']);
  expect(versionLines({ a: '1', b: '2' })).toBe('a 1\nb 2');
});

describe('a run of measurements', () => {
  const run = join(folder, 'measured');
  const measure = (identity: string, fresh = false) =>
    inMeasuredRun(run, { work: 'search', identity, fresh, describe: (found) => `--seed ${found}` }, async (all) => [
      all.has('one'),
      await all.once('one', async () => identity),
    ]);

  it('goes on with what was measured, for the same options only', async () => {
    expect(await measure('1')).toEqual([false, '1']);
    expect(await measure('1')).toEqual([true, '1']);
    await expect(measure('2')).rejects.toThrow('the folder holds a run with other options: --seed 1.');
    expect(await measure('2', true)).toEqual([false, '2']);
  });

  it('names a measurement that cannot be read', async () => {
    writeFileSync(join(run, 'measurements', 'one.json'), '{');
    await expect(measure('2')).rejects.toThrow('one.json: the file does not hold a measurement.');
  });
});

describe('words', () => {
  it('are numbers as people say them', () => {
    expect([percent(0.9791), duration(0.0032), duration(4.1), duration(150)]).toEqual([
      '97.9 %',
      '3.2 ms',
      '4.1 s',
      '2.5 min',
    ]);
    expect([bytes(1_234_567), count(8000), list(['a', 'b', 'c'])]).toEqual(['1.2 MB', '8,000', 'a, b and c']);
  });

  it('are wrapped between each other', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('it is 80 % of all', 9)).toEqual(['it is', '80 % of', 'all']);
  });
});
