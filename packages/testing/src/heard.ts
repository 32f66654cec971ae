import { format } from 'node:util';
import { vi } from 'vitest';

/** Runs something within this process, and listens. */
export async function heard<T>(
  work: () => Promise<T>,
): Promise<{ readonly status: T; readonly stdout: string; readonly stderr: string }> {
  const said = { stdout: '', stderr: '' };
  const listen = (stream: 'stdout' | 'stderr', method: 'log' | 'error') => [
    vi.spyOn(console, method).mockImplementation((...words: unknown[]) => {
      said[stream] += `${format(...words)}\n`;
    }),
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[stream] += String(text);
      return true;
    }),
  ];
  const spies = [...listen('stdout', 'log'), ...listen('stderr', 'error')];
  try {
    return { status: await work(), ...said };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
