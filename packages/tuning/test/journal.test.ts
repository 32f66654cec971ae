import { type ChildProcess, fork } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStudy, float, optimize } from '../src/index.js';
import { journal } from '../src/journal.js';

const space = { x: float(0, 1) };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'neurite-tuning-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a journal', () => {
  it('makes its folder, and is read again', async () => {
    const path = join(folder, 'a', 'b', 'study.jsonl');
    const study = await createStudy(space, { log: journal(path) });
    await optimize(study, ({ values }) => values.x, { trials: 3 });
    await study.close();
    const again = await createStudy(space, { log: journal(path) });
    expect(again.trials).toEqual(study.trials);
    await again.close();
  });

  it('loses no line beside one that was cut off', async () => {
    const path = join(folder, 'study.jsonl');
    const study = await createStudy(space, { log: journal(path) });
    await optimize(study, ({ values }) => values.x, { trials: 1 });
    appendFileSync(path, '\n{"type":"tell","tri');
    await optimize(study, ({ values }) => values.x, { trials: 1 });
    await study.close();
    const again = await createStudy(space, { log: journal(path) });
    expect(again.trials.map(({ state }) => state)).toEqual(['complete', 'complete']);
    await again.close();
  });

  it('is shared by processes, of which one is killed: its trial is tried again, nothing is lost', async () => {
    const path = join(folder, 'study.jsonl');
    const worker = fileURLToPath(new URL('support/journal-worker.mjs', import.meta.url));
    // Without the flags of these tests: it runs as it does for users.
    const start = (trials: string): ChildProcess => fork(worker, [path, trials], { execArgv: [] });
    const killed = start('hang');
    const ended = new Promise((resolve) => killed.on('exit', resolve));
    await vi.waitFor(() => expect(readFileSync(path, 'utf8')).toContain('"begin"'), { timeout: 300_000 });
    killed.kill('SIGKILL');
    await ended;
    const codes = await Promise.all(
      [start('15'), start('15')].map((child) => new Promise((resolve) => child.on('exit', resolve))),
    );
    expect(codes).toEqual([0, 0]);
    const study = await createStudy(space, { log: journal(path) });
    await study.close();
    const [lost, ...others] = study.trials;
    expect(lost!.state).toBe('lost');
    expect(others).toHaveLength(30);
    expect(others.every(({ state }) => state === 'complete')).toBe(true);
    expect(others.filter(({ retryOf }) => retryOf === 0).map(({ values }) => values)).toEqual([lost!.values]);
  });
});
