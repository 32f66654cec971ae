import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findRuns } from '../src/server/find-runs.js';
import { RunLog } from '../src/server/run-log.js';
import { append, writeRun } from './support/write-run.js';

const folder = mkdtempSync(join(tmpdir(), 'run-viewer-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let made = 0;
const newFile = (): string => join(folder, `${made++}`, 'events.jsonl');

describe('RunLog', () => {
  it('reads what a run has', async () => {
    const path = newFile();
    writeRun(path, { steps: 40, learningRate: 0.1 });
    const log = new RunLog('a', path);
    expect(await log.refresh()).toBe(true);
    expect(log.info()).toEqual({
      name: 'a',
      state: 'running',
      step: 40,
      epoch: 1,
      time: 1040,
      seconds: 40,
      hyperparameters: { learningRate: 0.1, optimizer: 'adamW', layers: [64, 32] },
      scalars: { 'step.loss': 40, 'gradientNorm/layers.0.kernel': 40, loss: 1, accuracy: 1 },
      histograms: { 'weights/layers.0.kernel': [20, 40] },
      images: { samples: [40] },
      tables: { 'validation.confusionMatrix': [40] },
      texts: { summary: 'dense 64' },
    });
    const line = log.record.histograms.get('weights/layers.0.kernel')!.get(40)!;
    expect(JSON.parse(await log.lineAt(line)).counts).toEqual([3, 10, 12, 2]);
  });

  it('reads only what was added, and half a line when it is whole', async () => {
    const path = newFile();
    writeRun(path, { steps: 10, learningRate: 0.1 });
    const log = new RunLog('a', path);
    await log.refresh();
    const { record } = log;
    expect(await log.refresh()).toBe(false);
    const line = JSON.stringify({
      type: 'scalars',
      step: 11,
      epoch: 2,
      time: 1011,
      values: { 'step.loss': 'NaN', é: 1 },
    });
    const bytes = Buffer.from(`${line}\n`);
    const middle = bytes.indexOf(0xc3) + 1; // within a character
    appendFileSync(path, bytes.subarray(0, middle));
    await log.refresh();
    expect(log.info().step).toBe(10);
    appendFileSync(path, bytes.subarray(middle));
    expect(await log.refresh()).toBe(true);
    expect(log.info()).toMatchObject({ step: 11, epoch: 2, scalars: { 'step.loss': 11, é: 1 } });
    expect(log.record.scalars.get('step.loss')!.thinned(20).values.at(-1)).toBeNull();
    expect(log.record).toBe(record);
    append(path, [{ type: 'end', step: 11, reason: 'failed', error: 'the loss is NaN' }]);
    await log.refresh();
    expect(log.info()).toMatchObject({ state: 'ended', reason: 'failed: the loss is NaN' });
  });

  it('begins again where the file was cut back, also if it has grown since', async () => {
    const path = newFile();
    writeRun(path, { steps: 50, learningRate: 0.1 });
    const log = new RunLog('a', path);
    await log.refresh();
    const text = readFileSync(path, 'utf8');
    truncateSync(path, text.indexOf('"step":21,'));
    truncateSync(path, text.lastIndexOf('\n', text.indexOf('"step":21,')) + 1);
    append(path, [{ type: 'run', step: 20, hyperparameters: {} }]);
    await log.refresh();
    expect(log.info()).toMatchObject({ step: 20, scalars: { 'step.loss': 20 }, images: {} });
    // Cut back and longer than before when it is looked at again.
    writeFileSync(path, text.slice(0, text.indexOf('\n') + 1));
    append(
      path,
      Array.from({ length: 200 }, (_, i) => ({ type: 'scalars', step: i + 1, values: { other: i } })),
    );
    await log.refresh();
    expect(log.info().scalars).toEqual({ other: 200 });
  });

  it('says what it cannot read, and goes on', async () => {
    const path = newFile();
    const log = new RunLog('a', path);
    expect(await log.refresh()).toBe(true);
    expect(log.info().problem).toBe('its file cannot be read (ENOENT)');
    expect(await log.refresh()).toBe(false);
    writeRun(path, { steps: 2, learningRate: 0.1 });
    appendFileSync(path, 'no JSON\n[1]\n{"type":"later","step":3}\n');
    await log.refresh();
    expect(log.info()).toMatchObject({ step: 3, problem: '1 lines of its file could not be read' });
  });

  it('takes a run of a million steps', async () => {
    const path = newFile();
    const steps = 1e6;
    writeRun(path, { steps: 0, learningRate: 0.1 });
    for (let from = 0; from < steps; from += 1e5) {
      let text = '';
      for (let i = from + 1; i <= from + 1e5; i++) {
        text += `{"type":"scalars","step":${i},"epoch":1,"time":${i},"values":{"step.loss":${i === 777_777 ? 9 : 1 / i}}}\n`;
      }
      appendFileSync(path, text);
    }
    const log = new RunLog('a', path);
    await log.refresh();
    const series = log.record.scalars.get('step.loss')!;
    expect(series.length).toBe(steps);
    const { steps: shown, values } = series.thinned(600);
    expect(shown.length).toBeLessThanOrEqual(600);
    expect([shown[0], shown.at(-1)]).toEqual([1, steps]);
    // The only peak is still there.
    expect(shown[values.indexOf(9)]).toBe(777_777);
    append(path, [{ type: 'scalars', step: steps + 1, values: { 'step.loss': 0.5 } }]);
    await log.refresh();
    expect(series.length).toBe(steps + 1);
  });
});

describe('findRuns', () => {
  it('finds runs below folders, and names them by what differs', () => {
    const root = join(folder, 'found');
    for (const name of ['a', 'b/1', 'b/2', '.hidden', 'node_modules/x']) {
      writeRun(join(root, name, 'events.jsonl'), { steps: 0, learningRate: 1 });
    }
    expect(findRuns([root]).map(({ name }) => name)).toEqual(['a', 'b/1', 'b/2']);
    expect(findRuns([join(root, 'a'), root]).map(({ name }) => name)).toEqual(['a', 'b/1', 'b/2']);
    expect(findRuns([join(root, 'a')]).map(({ name }) => name)).toEqual(['a']);
    expect(() => findRuns([join(root, 'c')])).toThrow(`npm run watch: there is no folder ${join(root, 'c')}.`);
  });
});
