import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeInChromium, expectAccessible, expectNoOverflow, openSite, type Site } from '../src/index.js';

describeInChromium('openSite', () => {
  const page = `<!doctype html><html lang="en"><title>faulty</title>
    <meta http-equiv="Content-Security-Policy" content="script-src 'self'; img-src *">
    <meta name="viewport" content="width=device-width"><script src="faulty.js"></script>
    <script>document.title = 'the policy forbids it'</script>
    <p style="width: 2000px">too wide</p><img src="http://127.0.0.1:1/elsewhere.png">`;
  const script = `console.error('said'); setTimeout(() => { throw new RangeError('thrown'); }); fetch('missing.json');`;
  let folder: string;
  let site: Site;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'neurite-site-'));
    writeFileSync(join(folder, 'index.html'), page);
    writeFileSync(join(folder, 'faulty.js'), script);
    site = await openSite(folder);
  });
  afterAll(async () => {
    await site?.close();
    rmSync(folder, { recursive: true });
  });

  it('collects every fault of a page', async () => {
    const opened = await site.open('#here');
    expect(opened.url()).toMatch(/\/some\/where\/#here$/);
    for (const fault of [
      /^console: said$/,
      /^error: thrown$/,
      /^request to http:\/\/127.0.0.1:1\/elsewhere.png$/,
      /^404 for .*\/some\/where\/missing.json$/,
      /^console: .*Content Security Policy/,
    ]) {
      await expect.poll(() => site.faults).toContainEqual(expect.stringMatching(fault));
    }
    await expect(expectNoOverflow(opened)).rejects.toThrow('too wide');
    await expect(expectAccessible(opened)).rejects.toMatchObject({
      actual: expect.arrayContaining([expect.stringMatching(/^image-alt: img/)]),
    });

    expect(site.online).toBe(true);
    await site.goOffline();
    expect(site.online).toBe(false);
    await expect(site.open()).rejects.toThrow('ERR_CONNECTION_REFUSED');
  });

  it('opens a page with nothing of the one before it, and none of its faults', async () => {
    const other = await openSite(folder);
    try {
      const first = await other.open();
      await expect.poll(() => other.faults).toContain('error: thrown');
      await first.evaluate(async () => {
        localStorage.setItem('kept', 'yes');
        sessionStorage.setItem('kept', 'yes');
        await caches.open('kept');
      });
      const beside = await other.open();
      expect(beside.context()).not.toBe(first.context());
      await other.closePages();
      expect(other.faults).toEqual([]);
      const next = await other.open('#next');
      expect(next.context()).toBe(first.context());
      expect(first.isClosed()).toBe(true);
      const kept = await next.evaluate(async () => [localStorage.length, sessionStorage.length, await caches.keys()]);
      expect(kept).toEqual([0, 0, []]);
      expect((await other.open('', { viewport: null })).context()).not.toBe(first.context());
      await expect.poll(() => other.faults.filter((fault) => fault === 'error: thrown')).toHaveLength(2);
    } finally {
      await other.close();
    }
  });
});
