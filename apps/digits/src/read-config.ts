import { readFile } from 'node:fs/promises';
import { FormatError } from '@neurite/core';
import { checkConfig, type DigitConfig } from '@neurite/digits-model/config';

/**
 * Reads a configuration, as `npm run tune` writes it to best.json.
 *
 * @throws FormatError when the file is no JSON; ArgumentError when it holds another form, or values out of range
 */
export async function readConfig(path: string): Promise<DigitConfig> {
  const text = await readFile(path, 'utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const problem = 'the file is not JSON';
    throw new FormatError({ where: path, problem, advice: 'Give a file that npm run tune wrote, best.json', cause });
  }
  return checkConfig(path, value);
}
