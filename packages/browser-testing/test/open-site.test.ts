import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  describeInChromium,
  expectAccessible,
  expectNoOverflow,
  openSite,
  type Site,
  workWhile,
} from '../src/index.js';

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
  }, 60_000);
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

    const hold = (milliseconds: number): Promise<void> =>
      opened.evaluate(async (milliseconds) => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        const end = performance.now() + milliseconds;
        while (performance.now() < end);
      }, milliseconds);
    expect((await workWhile(opened, () => hold(0))).longTasks).toEqual([]);
    // The task has the processor for part of that time, whatever else the machine does.
    const { frames, millisecondsPerFrame, longTasks } = await workWhile(opened, () => hold(400));
    expect(longTasks).toHaveLength(1);
    expect(frames * millisecondsPerFrame).toBeGreaterThan(longTasks[0]!.milliseconds);
    expect(longTasks[0]!.parts.join()).toContain('FunctionCall');

    await site.goOffline();
    await expect(site.open()).rejects.toThrow('ERR_CONNECTION_REFUSED');
  });
});
