import { describe, expect, it } from 'vitest';
import { serve } from '../src/index.js';

describe('serve', () => {
  it('serves what lies below its path, with types and headers', async () => {
    const server = await serve((name) => (name === 'index.html' ? '<p>' : undefined), {
      path: '/a/b/',
      headers: { 'x-test': 'yes' },
    });
    const page = await fetch(server.url);
    expect([page.status, page.headers.get('content-type'), page.headers.get('x-test')]).toEqual([
      200,
      'text/html; charset=utf-8',
      'yes',
    ]);
    expect((await fetch(new URL('/', server.url))).status).toBe(404);
    expect((await fetch(`${server.url}other.js`)).status).toBe(404);
    await server.close();
    await expect(fetch(server.url)).rejects.toThrow();
  });
});

describe('a slow connection', () => {
  it('sends everything, one packet after another', async () => {
    const content = Uint8Array.from({ length: 5000 }, (_, i) => i % 251);
    const server = await serve((name) => (name === 'none' ? new Uint8Array(0) : content), {
      connection: { bytesPerSecond: 1e6, latency: 5 },
    });
    const answers = await Promise.all(['a', 'b', 'none'].map((name) => fetch(`${server.url}${name}`)));
    const bodies = await Promise.all(answers.map(async (answer) => new Uint8Array(await answer.arrayBuffer())));
    expect(bodies).toEqual([content, content, new Uint8Array(0)]);
    await server.close();
  });
});
