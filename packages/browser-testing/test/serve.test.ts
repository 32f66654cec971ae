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
