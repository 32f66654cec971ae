import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FormatError } from '@neurite/core';
import { expectNoLeak, onEachBackend } from '@neurite/testing';
import { ones } from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSafetensors, saveSafetensors, writeFileAtomic } from '../src/index.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'formats-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('writeFileAtomic', () => {
  it('writes bytes and text, creates folders, replaces an existing file, and leaves nothing else', async () => {
    const path = join(folder, 'runs', 'digits', 'summary.json');
    await writeFileAtomic(path, 'größer');
    expect(await readFile(path, 'utf8')).toBe('größer');
    await writeFileAtomic(path, Uint8Array.of(1, 2, 3, 4).subarray(1, 3));
    expect([...(await readFile(path))]).toEqual([2, 3]);
    expect(await readdir(join(folder, 'runs', 'digits'))).toEqual(['summary.json']);
  });

  it('leaves the old file and no temporary one when it fails', async () => {
    const path = join(folder, 'model');
    await mkdir(join(path, 'inside'), { recursive: true });
    await expect(writeFileAtomic(path, 'new')).rejects.toMatchObject({ path });
    expect(await readdir(folder)).toEqual(['model']);
    expect(await readdir(path)).toEqual(['inside']);
  });

  it('never shows a reader a part while many write', async () => {
    const path = join(folder, 'model');
    const texts = Array.from({ length: 10 }, (_, i) => String(i).repeat(100_000));
    await writeFileAtomic(path, texts[0]!);
    let writing = true;
    const done = Promise.all(texts.map((text) => writeFileAtomic(path, text))).finally(() => {
      writing = false;
    });
    while (writing) expect(texts).toContain(await readFile(path, 'utf8'));
    await done;
    expect(await readdir(folder)).toEqual(['model']);
  });
});

onEachBackend(() => {
  describe('saveSafetensors and loadSafetensors', () => {
    it('keep tensors and metadata and leave no other tensors', async () => {
      const path = join(folder, 'a', 'model.safetensors');
      await expectNoLeak(async () => {
        const kernel = ones([2, 3]);
        await saveSafetensors(path, { tensors: { kernel }, metadata: { epoch: '4' } });
        const { tensors, metadata } = await loadSafetensors(path);
        expect(metadata).toEqual({ epoch: '4' });
        expect(Array.from(await tensors.kernel!.data())).toEqual([1, 1, 1, 1, 1, 1]);
        return [kernel, tensors];
      });
    });

    it('name the file that is broken', async () => {
      const path = join(folder, 'model.safetensors');
      await writeFile(path, 'no');
      await expect(loadSafetensors(path)).rejects.toThrow(FormatError);
      await expect(loadSafetensors(path)).rejects.toThrow(
        `readSafetensors (${path}): \`bytes\` must have at least the 8 bytes of the header length; received 2 bytes.`,
      );
    });

    it('pass on the error of the file system', async () => {
      await expect(loadSafetensors(join(folder, 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
    });
  });
});
