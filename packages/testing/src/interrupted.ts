import { expect, vi } from 'vitest';

/**
 * Runs something within this process, and presses Ctrl-C once it writes a text to standard error: it must end the process then.
 *
 * @returns what it said by `console.error`
 */
export async function interrupted(work: () => Promise<unknown>, text: string): Promise<string> {
  const ended = 'the process has ended';
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => {
    throw new TypeError(ended);
  });
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((written) => {
    if (String(written).includes(text)) process.emit('SIGINT');
    return true;
  });
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  try {
    await expect(work()).rejects.toThrow(ended);
    return said.mock.calls.flat().join('\n');
  } finally {
    for (const spy of [exit, write, said]) spy.mockRestore();
  }
}
