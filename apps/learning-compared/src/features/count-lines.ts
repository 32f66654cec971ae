import { readFile } from 'node:fs/promises';

/**
 * Lines of code of files of this program, as they stand in its sources: without empty lines and comments.
 *
 * @param folder below `src`
 */
export async function countLines(folder: string, files: readonly string[]): Promise<number> {
  const texts = await Promise.all(
    files.map((file) => readFile(new URL(`../../src/${folder}/${file}`, import.meta.url), 'utf8')),
  );
  return texts.reduce((sum, text) => sum + linesOfCode(text), 0);
}

/** @param text TypeScript, in which comments begin a line or end one after a space */
export function linesOfCode(text: string): number {
  const code = text.replace(/^\s*\/\*[\s\S]*?\*\//gm, '').replace(/(^|\s)\/\/ .*$/gm, '');
  return code.split('\n').filter((line) => line.trim() !== '').length;
}
