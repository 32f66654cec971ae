import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FormatError } from '@neurite/core';
import type { StudyLog } from './study/study-log.js';

/**
 * Keeps a study in a file, one line of JSON after another. Several processes of one machine may use it at once, and whoever
 * opens it again goes on where it stood. The file and its folder are made when the first line comes.
 *
 * Each line is one write at the end of the file and on the disk before anybody goes on. A line that was cut off by a full disk
 * or a loss of power is passed over; a network file system that does not append in one piece is no place for it.
 *
 * @param path of the file, `runs/tune/study.jsonl`
 * @example
 * const log = journal('runs/tune/study.jsonl');
 */
export function journal(path: string): StudyLog {
  let opened: ReturnType<typeof open> | undefined;
  const file = (): ReturnType<typeof open> => {
    opened ??= mkdir(dirname(path), { recursive: true }).then(() => open(path, 'a+'));
    return opened;
  };
  return {
    name: path,
    isShared: true,
    append: async (line) => {
      const handle = await file();
      // Before it too: what was cut off does not take this line with it.
      const bytes = Buffer.from(`\n${line}\n`);
      const { bytesWritten } = await handle.write(bytes);
      if (bytesWritten < bytes.length)
        throw new FormatError({ where: 'journal', problem: `the disk of ${path} is full` });
      await handle.datasync();
    },
    read: async (position) => {
      const handle = await file();
      const { size } = await handle.stat();
      if (size <= position) return { lines: [], position };
      const bytes = Buffer.alloc(size - position);
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, position);
      const end = bytes.subarray(0, bytesRead).lastIndexOf('\n') + 1;
      const lines = bytes.toString('utf8', 0, end).split('\n');
      return { lines: lines.filter((line) => line !== ''), position: position + end };
    },
    close: async () => {
      await (await opened)?.close();
      opened = undefined;
    },
  };
}
