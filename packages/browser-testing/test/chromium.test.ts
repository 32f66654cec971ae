import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { describeInChromium, findBrowser, launchChromium, sharedChromium } from '../src/index.js';

describeInChromium('a Chromium that fails', () => {
  const said = (): string[] => {
    const words: string[] = [];
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => words.push(String(text)) > 0);
    return words;
  };
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  it('is started once more', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'neurite-chromium-'));
    const program = join(folder, 'chromium');
    const first = `mkdir ${folder}/started 2> /dev/null && exit 1`;
    writeFileSync(program, `#!/bin/sh\n${first}\nexec ${findBrowser('chromium')} "$@"\n`, { mode: 0o755 });
    vi.stubEnv('CHROMIUM_PATH', program);
    const words = said();
    const browser = await launchChromium();
    expect(words.join()).toContain('browser-testing: Chromium did not start, and is started once more');
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  it('is started again if it has died, for all who share it', async () => {
    const one = await sharedChromium();
    expect(await sharedChromium()).toBe(one);
    await one.close();
    const words = said();
    const [next, same] = [await sharedChromium(), await sharedChromium()];
    expect([next === same, next.isConnected(), one.isConnected()]).toEqual([true, true, false]);
    expect(words).toEqual(['browser-testing: Chromium has died, and is started again.\n']);
  });
});
