import { ArgumentError, type Callback } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import { checkpoints, consoleTable, notify, type RunNotification, stepLimit, timeLimit } from '../../src/index.js';
import { temporaryFolders } from '../support/folder.js';
import { trainWith } from '../support/run.js';

const newFolder = temporaryFolders();

describe('stepLimit', () => {
  it('ends after the step, and at once when it goes on', async () => {
    const folder = await newFolder();
    const run = () => trainWith([checkpoints(folder), stepLimit(8)]);
    expect(await run()).toMatchObject({ steps: 8, stopped: 'the limit of 8 steps is reached' });
    expect(await run()).toMatchObject({ steps: 8, stopped: 'the limit of 8 steps is reached' });
    await expectError(
      () => stepLimit(0),
      ArgumentError,
      'stepLimit: `steps` must be an integer of at least 1; received 0.',
    );
  });
});

describe('timeLimit', () => {
  it('ends after a time, to which that before a resume belongs', async () => {
    const folder = await newFolder();
    const wait: Callback = { name: 'wait', trainBegin: () => new Promise((resolve) => setTimeout(resolve, 50)) };
    const first = await trainWith([timeLimit({ hours: 1 }), wait, checkpoints(folder), stepLimit(1)]);
    expect(first.stopped).toBe('the limit of 1 steps is reached');
    const second = await trainWith([timeLimit({ seconds: 0.03 }), checkpoints(folder)]);
    expect(second).toMatchObject({ steps: 2, stopped: 'the limit of 0.0 s is reached' });
    await expectError(
      () => timeLimit({}),
      ArgumentError,
      'timeLimit: `the sum of hours, minutes and seconds` must be a finite number above 0; received 0.',
    );
  });
});

describe('consoleTable', () => {
  it('prints a row for each epoch, and the names of columns now and then', async () => {
    const lines: string[] = [];
    await trainWith([consoleTable({ repeat: 2, print: (line) => lines.push(line) })], 3);
    expect(lines[0]).toBe('   epoch      loss      time');
    expect(lines[1]).toBe('─'.repeat(lines[0]!.length));
    expect(lines[2]).toMatch(/^ {5}1\/3 {2} *[\d.]+ {2} *[\d.]+ s$/);
    expect(lines[4]).toBe(lines[0]);
    expect(lines).toHaveLength(7);
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  });
});

describe('notify', () => {
  it('tells the end, and a failure', async () => {
    const told: RunNotification[] = [];
    const send = async (one: RunNotification): Promise<void> => void told.push(one);
    await trainWith([notify(send)]);
    expect(told).toEqual([
      {
        event: 'end',
        text: expect.stringMatching(/^training ended \(finished\) after step 12, [\d.]+ s, loss [\d.]+$/),
        step: 12,
        epoch: 2,
        seconds: expect.any(Number),
      },
    ]);
    const fail: Callback = { name: 'fail', stepEnd: () => Promise.reject(new RangeError('broken on purpose')) };
    await expect(trainWith([notify(send), fail])).rejects.toThrow('broken on purpose');
    expect(told[1]).toMatchObject({ event: 'failed', step: 1 });
    expect(told[1]!.text).toMatch(/^training failed \(broken on purpose\) after step 1, /);
  });

  it('warns when a message cannot be sent, and training goes on', async () => {
    const warnings: string[] = [];
    const send = (): never => {
      throw new RangeError('no network');
    };
    const { epochs } = await trainWith([notify(send, { on: ['begin', 'epoch'], warn: (text) => warnings.push(text) })]);
    expect(epochs).toHaveLength(2);
    expect(warnings).toEqual(Array(3).fill('notify: `send` failed: no network'));
  });
});
