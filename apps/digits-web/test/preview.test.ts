import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');

test('the preview sends the policy of the page as a header, and what threads need', async () => {
  const child = spawn(process.execPath, [vite, 'preview', '--port', '0'], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1' },
  });
  try {
    const url = await new Promise<string>((resolve, reject) => {
      let said = '';
      const hear = (chunk: unknown): void => {
        said += String(chunk);
        const [found] = /http:\/\/127\.0\.0\.1:\d+\//.exec(said) ?? [];
        if (found !== undefined) resolve(found);
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.on('close', () => reject(new RangeError(`it ended before it listened: ${said}`)));
    });
    const response = await fetch(url);
    const [, tag] = /content="(default-src[^"]*)"/.exec(await response.text())!;
    expect(response.headers.get('content-security-policy')).toBe(tag);
    expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(response.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
  } finally {
    child.kill();
  }
});
