import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digitsHere, ended, until, writeTinyData } from './support.js';

const tools = join(import.meta.dirname, '..', '..', '..', 'tools');
const folder = mkdtempSync(join(tmpdir(), 'digits-ranks-'));
const data = join(folder, 'tiny');

beforeAll(() => writeTinyData(data));
afterAll(() => rmSync(folder, { recursive: true }));

/** As `npm start` does, after the set-up. */
function start(run: string, ...more: string[]): ChildProcess {
  const args = ['--data', data, '--run', run, '--ranks', '2', ...more];
  return spawn(process.execPath, [join(tools, 'digits-ranks.mjs'), ...args]);
}

function spoken(child: ChildProcess): Promise<string> {
  let text = '';
  child.stdout!.on('data', (chunk) => {
    text += String(chunk);
  });
  return new Promise((resolve) => child.on('close', () => resolve(text)));
}

const hasMpi = spawnSync('mpirun', ['--version']).status === 0;
/** That of the check mpi, which has time for a second training. */
const { NEURITE_RANKS: onRequest } = process.env;

describe.skipIf(!hasMpi)('two processes (skipped without mpirun)', () => {
  it.skipIf(onRequest === undefined)('train to the end, and one of them writes (the check mpi has it)', async () => {
    const run = join(folder, 'whole');
    const child = start(run, '--epochs', '2');
    const [{ code, stderr }, stdout] = await Promise.all([ended(child), spoken(child)]);
    expect(code, stderr).toBe(0);
    expect(stdout.match(/^test accuracy .+$/gm)).toHaveLength(1);
    expect(readdirSync(run)).toContain('model.safetensors');
    expect(readdirSync(run)).not.toContain('run.lock');
    expect((await digitsHere('evaluate', '--data', data, '--run', run)).status).toBe(0);
  });

  it('speak as one, and end together by Ctrl-C with a checkpoint', async () => {
    const run = join(folder, 'pressed');
    const child = start(run, '--epochs', '1000');
    const end = Promise.all([ended(child), spoken(child)]);
    await until(child, 'epoch 2/');
    child.kill('SIGINT');
    const [{ code, stderr }, stdout] = await end;
    expect(code, stderr).toBe(130);
    expect(stdout).toMatch(/^2 processes, which mpirun of .+ starts\r?\n216 digits .+\r?\non wasm .+\r?\n/);
    // Nothing comes twice, and nothing of mpirun; what its transports complain about depends on the machine.
    expect(
      stderr.match(/^Stopping; the next start goes on from here\. Ctrl-C once more ends at once\.$/gm),
    ).toHaveLength(1);
    expect(stderr.match(/^stopped after step \d+: interrupted by SIGINT$/gm)).toHaveLength(1);
    expect(stderr).not.toMatch(/Forwarding signal|exit code/);
    // A slow machine tells how far an epoch is.
    expect(stderr.match(/^epoch 1\/1000: loss/gm)).toHaveLength(1);
    expect(
      readdirSync(join(run, 'checkpoints')).filter((name) => name.endsWith('.safetensors')).length,
    ).toBeGreaterThan(0);
  });
});

describe('--ranks', () => {
  it.each(['0', '1.5', '10000', 'all'])('refuses %s', async (ranks) => {
    const { stderr, status } = await digitsHere('--ranks', ranks);
    expect(stderr).toContain('It must be an integer from 1 to 64.');
    expect(status).toBe(2);
  });

  it('is for training, started by npm', async () => {
    expect((await digitsHere('evaluate', '--ranks', '2')).stderr).toContain("unknown option '--ranks'");
    const { stderr, status } = await digitsHere('--ranks', '2', '--run', join(folder, 'none'));
    expect(stderr).toBe(
      'npm start: `ranks` must be 1 where this program is started by itself; received 2. Start it by npm start, which knows mpirun.\n',
    );
    expect(status).toBe(2);
  });

  it('needs mpirun, and names the command that installs it', async () => {
    const run = join(folder, 'alone');
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(tools, 'digits-ranks.mjs'), '--ranks', '2', '--data', data, '--run', run],
      { encoding: 'utf8', env: { ...process.env, PATH: folder } },
    );
    expect(stderr).toMatch(/^mpirun: neither mpirun nor mpiexec is found.+ To install one: .+\n$/);
    expect(status).toBe(1);
    expect(readdirSync(folder)).not.toContain('alone');
  });
});
