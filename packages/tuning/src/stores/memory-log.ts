import type { StudyLog } from '../study/study-log.js';

/**
 * Keeps a study in memory, for one process: what `createStudy` does without a log.
 *
 * @example
 * const log = memoryLog();
 */
export function memoryLog(): StudyLog {
  const lines: string[] = [];
  return {
    name: 'memory',
    isShared: false,
    append: async (line) => {
      lines.push(line);
    },
    read: async (position) => ({ lines: lines.slice(position), position: lines.length }),
    close: async () => {},
  };
}
