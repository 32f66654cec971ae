import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FormatError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import { folderStorage } from '../src/internal/folder-storage.js';
import { appendHistory, noHistory, readHistory } from '../src/internal/history-file.js';
import { temporaryFolders } from './support/folder.js';

const newFolder = temporaryFolders();
const record = (epoch: number): { epoch: number; loss: number } => ({ epoch, loss: 1 / epoch });

describe('the file of a history', () => {
  it('holds a million epochs', async () => {
    const storage = folderStorage(await newFolder());
    const history = Array.from({ length: 1_000_000 }, (_, i) => record(i + 1));
    const part = await appendHistory(storage, history, noHistory);
    const longer = await appendHistory(storage, [...history, record(1_000_001)], part);
    expect(longer.bytes - part.bytes).toBe(JSON.stringify(record(1_000_001)).length + 1);
    const read = await readHistory(storage, longer);
    expect(read.length).toBe(1_000_001);
    expect([read[0], read[999_999], read[1_000_000]]).toEqual([record(1), record(1_000_000), record(1_000_001)]);
  });

  it('goes on behind the part of a checkpoint, whatever stands there', async () => {
    const folder = await newFolder();
    const storage = folderStorage(folder);
    const part = await appendHistory(storage, [record(1), record(2)], noHistory);
    await appendHistory(storage, [record(1), record(2), record(9), record(10)], part);
    const next = await appendHistory(storage, [record(1), record(2), { epoch: 3, loss: Number.NaN }], part);
    expect(await readHistory(storage, part)).toEqual([record(1), record(2)]);
    expect(await readHistory(storage, next)).toEqual([record(1), record(2), { epoch: 3, loss: Number.NaN }]);
    const path = join(folder, 'history.jsonl');
    const text = await readFile(path, 'utf8');
    expect(text.split('\n')).toHaveLength(4);
    await writeFile(path, text.slice(0, -1));
    await expectError(
      () => readHistory(storage, next),
      FormatError,
      `${path}: \`file\` must have the 3 epochs of the checkpoint; received ${text.length - 1} bytes instead of ` +
        `${text.length}. It has been damaged, or belongs to another run.`,
    );
  });
});
