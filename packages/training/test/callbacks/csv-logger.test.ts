import '@neurite/testing';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkpoints, csvLogger, fit } from '../../src/index.js';
import { temporaryFolders } from '../support/folder.js';
import { lineBatches, momentum, near, squaredError, Two } from '../support/toys.js';

const newFolder = temporaryFolders();

async function train(folder: string, epochs: number, validation = true): Promise<string[]> {
  using model = new Two();
  await fit(model, lineBatches(), {
    epochs,
    validation: validation ? lineBatches(5) : undefined,
    loss: squaredError,
    metrics: { near, 'near, half': near, table: { ...near, value: () => [[1]] } },
    optimizer: momentum(0.05),
    callbacks: [csvLogger(join(folder, 'runs/history.csv')), checkpoints(folder)],
  });
  return (await readFile(join(folder, 'runs/history.csv'), 'utf8')).split('\n');
}

it('csvLogger writes one row for each epoch', async () => {
  const [header, first, second, ...rest] = await train(await newFolder(), 2);
  expect(header).toBe(
    'epoch,steps,samples,seconds,loss,near,"near, half",validation.loss,validation.near,"validation.near, half"',
  );
  expect(first).toMatch(/^1,6,23,\d+\.\d{3},[\d.]+,/);
  expect(second).toMatch(/^2,6,23,/);
  expect(second!.split(',')).toHaveLength(10);
  expect(rest).toEqual(['']);
});

it('csvLogger holds the epochs of the history after a resume, and leaves out what was not measured', async () => {
  const folder = await newFolder();
  const two = await train(folder, 2, false);
  expect(two[0]).toBe('epoch,steps,samples,seconds,loss,near,"near, half"');
  const four = await train(folder, 4, false);
  expect(four.slice(0, 3)).toEqual(two.slice(0, 3));
  expect(four.map((row) => row.split(',')[0])).toEqual(['epoch', '1', '2', '3', '4', '']);
});
