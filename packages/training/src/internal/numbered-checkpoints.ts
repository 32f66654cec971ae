import { ArgumentError, type Snapshot } from '@neurite/core';
import { type CheckpointFiles, describeUnreadable } from './checkpoint-file.js';

const pattern = /^step-(\d{8,})\.safetensors$/;

/** The file of the checkpoint after a step. */
export function fileOfStep(step: number): string {
  return `step-${String(step).padStart(8, '0')}.safetensors`;
}

/** Those of a folder's files that are checkpoints of a step, the last step first. */
export function newestFirst(names: readonly string[]): string[] {
  const step = (file: string): number => Number(pattern.exec(file)?.[1]);
  return names.filter((file) => pattern.test(file)).sort((a, b) => step(b) - step(a));
}

/** @throws ArgumentError when a folder that is to be new has checkpoints */
export function assertNone(where: string, folder: string, names: readonly string[]): void {
  if (names.length === 0) return;
  throw new ArgumentError({
    where,
    argument: 'folder',
    expected: 'have no checkpoints when `resume` is false',
    received: `${folder} with ${names.length}`,
    advice: 'Remove them, or take another folder',
  });
}

/**
 * Reads the newest checkpoint that can be read. Those before it in the list are renamed to `….broken`, with a warning.
 *
 * @param names at least one, the newest first
 * @returns the one that was read; the caller owns its tensors
 * @throws FormatError, or the error of the file system, when none can be read
 */
export async function loadNewest(
  files: CheckpointFiles,
  names: readonly string[],
  warn: (message: string) => void,
): Promise<{ readonly file: string; readonly snapshot: Snapshot }> {
  const { storage } = files;
  const broken: { readonly file: string; readonly error: unknown }[] = [];
  for (const file of names) {
    try {
      const snapshot = await files.load(file);
      for (const { file: bad, error } of broken) {
        // Out of the way, or it would be the newest again next time.
        await storage.rename(bad, `${bad}.broken`);
        const path = storage.pathOf(bad);
        warn(
          `${describeUnreadable(path, error)} The run goes on from ${storage.pathOf(file)}; the broken file is now ${path}.broken.`,
        );
      }
      return { file, snapshot };
    } catch (error) {
      // Whatever the reason is that one cannot be read: a disk that fails, a format that is none, too little memory.
      broken.push({ file, error });
    }
  }
  throw broken[0]!.error;
}
