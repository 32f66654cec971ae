import { fileURLToPath } from 'node:url';
import { preview } from 'vite';
import { expect, test } from 'vitest';

test('the preview sends the policy of the page as a header, and what threads need', async () => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const server = await preview({ root, logLevel: 'silent', preview: { port: 0 } });
  try {
    const response = await fetch(server.resolvedUrls!.local[0]!); // it listens
    const [, tag] = /content="(default-src[^"]*)"/.exec(await response.text())!;
    expect(response.headers.get('content-security-policy')).toBe(tag);
    expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(response.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
  } finally {
    await server.close();
  }
});
