import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostArray } from '@neurite/core';
import { mnist } from '@neurite/data/mnist';
import { encodePng } from '@neurite/images/png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digits, digitsHere, ended, program, start, until, writeTinyData } from './support.js';

const folder = mkdtempSync(join(tmpdir(), 'digits-around-'));
const data = join(folder, 'small');
const trained = join(folder, 'trained');
const seven = join(folder, 'seven.png');
const train = (run: string, ...more: string[]): string[] => ['train', '--data', data, '--run', run, ...more];
const long = ['--epochs', '1000'];

beforeAll(async () => {
  await writeTinyData(data);
  const { x } = await mnist();
  const bytes = Uint8Array.from(x.data.subarray(7500 * 784, 7501 * 784), (ink) => 255 * (1 - ink));
  writeFileSync(seven, encodePng(hostArray(bytes, [28, 28, 1])));
  expect((await digitsHere(...train(trained, '--epochs', '1'))).status).toBe(0);
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a line of the shell, in which `$digits` is the command. */
function shell(line: string) {
  const env = { ...process.env, digits: `${process.execPath} ${program}` };
  return spawnSync('bash', ['-o', 'pipefail', '-c', line], { encoding: 'utf8', env });
}

describe.skipIf(process.platform === 'win32')('a pipe that nobody reads any more', () => {
  it('ends the output of predict quietly', () => {
    const { stdout, stderr, status } = shell(`$digits predict ${seven} --run ${trained} | head -1`);
    expect(stdout.split('\n')).toHaveLength(2);
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  it('ends the output of training, which goes on to its end', () => {
    const run = join(folder, 'piped');
    const { stdout, status } = shell(`$digits ${train(run, '--epochs', '2').join(' ')} 2>&1 | head -1`);
    expect(stdout.split('\n')).toHaveLength(2);
    expect(status).toBe(0);
    expect(readdirSync(run).sort()).toEqual([
      'confusion.csv',
      'events.jsonl',
      'history.csv',
      'model.safetensors',
      'report.html',
      'summary.json',
    ]);
  });

  it.skipIf(!existsSync('/dev/full'))('is no excuse for output that a full disk does not take', () => {
    const { stderr, status } = shell(`$digits predict ${seven} --run ${trained} > /dev/full`);
    expect(stderr).toMatch(/^npm start: the output cannot be written: ENOSPC.*\.\n$/);
    expect(status).toBe(1);
  });
});

describe('a folder in which another training is running', () => {
  it('is refused with its process id, and free when that has ended', async () => {
    const run = join(folder, 'shared');
    const child = start(...train(run, ...long));
    await until(child, 'epoch 2/');
    const { stderr, status } = await digitsHere(...train(run, ...long));
    expect(stderr).toBe(
      `${run}: another training is running in this folder, process ${child.pid}. Wait until it ends, or choose another folder with --run.\n`,
    );
    expect(status).toBe(2);
    expect((await digitsHere(...train(run, '--fresh'))).status).toBe(2);
    child.kill('SIGINT');
    expect((await ended(child)).code).toBe(130);
    expect(readdirSync(run).filter((name) => name.startsWith('run.lock'))).toEqual([]);
    // What is refused now is an interrupted run, and no longer a running one.
    expect((await digitsHere(...train(run))).stderr).toContain(
      'interrupted run with other options: --epochs 1000 --seed 7',
    );
  });

  it('is free again when that was killed', async () => {
    const run = join(folder, 'killed');
    const child = start(...train(run, ...long));
    await until(child, 'epoch 2/');
    child.kill('SIGKILL');
    await ended(child);
    expect(existsSync(join(run, 'run.lock'))).toBe(true);
    expect((await digitsHere(...train(run, '--fresh', '--epochs', '1'))).status).toBe(0);
    expect(existsSync(join(run, 'run.lock'))).toBe(false);
  });

  it.skipIf(process.platform !== 'linux')('is free when the process id belongs to another process by now', async () => {
    const run = join(folder, 'reused');
    mkdirSync(join(run, 'run.lock'), { recursive: true });
    const owner = { pid: process.pid, host: spawnSync('hostname', { encoding: 'utf8' }).stdout.trim(), started: '1' };
    writeFileSync(join(run, 'run.lock', 'owner.json'), JSON.stringify(owner));
    expect((await digitsHere(...train(run, '--epochs', '1'))).status).toBe(0);
  });

  it('lets one of several that start at once train', async () => {
    const run = join(folder, 'race');
    const children = Array.from({ length: 3 }, () => start(...train(run, '--epochs', '1')));
    const codes = (await Promise.all(children.map(ended))).map(({ code }) => code);
    // The later ones find a running training, or a finished model.
    expect(codes.sort()).toEqual([0, 2, 2]);
  });
});

describe('Ctrl-C', () => {
  // That half a second may lie between them is a test of `stopOnInterrupt`.
  it('that arrives twice keeps the checkpoint', async () => {
    const run = join(folder, 'pressed');
    const child = start(...train(run, ...long));
    await until(child, 'epoch 2/');
    const end = ended(child);
    child.kill('SIGINT');
    child.kill('SIGINT');
    expect(await end).toMatchObject({ code: 130, signal: null });
    expect(readdirSync(join(run, 'checkpoints')).some((name) => name.startsWith('step-'))).toBe(true);
  });
});

describe('checkpoints without their options', () => {
  it('are refused with the path, and deleted with --fresh', async () => {
    const run = join(folder, 'optionless');
    mkdirSync(join(run, 'checkpoints'), { recursive: true });
    writeFileSync(join(run, 'checkpoints', 'step-00000010.safetensors'), '');
    const { stderr, status } = await digitsHere(...train(run));
    expect(stderr).toBe(
      `${run}/checkpoints/options.json: the file is missing, which says with which options the checkpoints beside it were made. Add --fresh to delete them and begin again.\n`,
    );
    expect(status).toBe(2);
    writeFileSync(join(run, 'checkpoints', 'options.json'), '{');
    expect((await digitsHere(...train(run))).stderr).toContain('with other options: some that cannot be read.');
    expect((await digitsHere(...train(run, '--fresh', '--epochs', '1'))).status).toBe(0);
  });
});

describe('a disk', () => {
  const mounted = join(folder, 'disk');
  let mount = false;
  beforeAll(() => {
    mkdirSync(mounted);
    // Linux, as root.
    mount = shell(`mount -t tmpfs -o size=150k tmpfs ${mounted}`).status === 0;
  });
  afterAll(() => {
    if (mount) shell(`umount ${mounted}`);
  });

  it('that is full is told in one sentence with the path, and what was there stays', (context) => {
    context.skip(!mount, 'a file system of some kilobytes can be mounted by root on Linux only');
    copyFileSync(join(trained, 'summary.json'), join(mounted, 'summary.json'));
    const { stderr, status } = digits(...train(mounted, '--epochs', '2'));
    expect(stderr).toContain(
      `${mounted}/checkpoints/step-00000004.safetensors: the disk is full. Free some space, or choose another folder with --run.\n`,
    );
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(status).toBe(1);
    expect(readFileSync(join(mounted, 'summary.json'))).toEqual(readFileSync(join(trained, 'summary.json')));
    expect(readdirSync(mounted, { recursive: true }).filter((name) => String(name).endsWith('.tmp'))).toEqual([]);
  });

  it('that can only be read is told so', async (context) => {
    context.skip(!mount, 'a file system can be mounted by root on Linux only');
    shell(`mount -o remount,ro ${mounted}`);
    const { stderr, status } = await digitsHere(...train(join(mounted, 'new')));
    expect(stderr).toBe(`${mounted}/new: this file system can only be read. Choose another folder with --run.\n`);
    expect(status).toBe(2);
  });

  it('with a folder that others may not write to is told so', async (context) => {
    context.skip(process.platform === 'win32', 'permissions are of another kind there');
    const run = join(folder, 'locked');
    mkdirSync(run);
    const root = process.getuid?.() === 0;
    const nobody = 65534;
    if (root) chmodSync(folder, 0o755);
    else chmodSync(run, 0o555);
    if (root) chownSync(run, 0, 0);
    const child = spawn(process.execPath, [program, ...train(run)], root ? { uid: nobody, gid: nobody } : {});
    const { code, stderr } = await ended(child);
    chmodSync(run, 0o755);
    expect(stderr).toMatch(
      new RegExp(
        `^${run}.*: this may not be read or written with your rights. Change its permissions, or choose another path.\n$`,
      ),
    );
    expect(code).toBe(2);
  });
});
