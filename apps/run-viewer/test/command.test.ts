import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { runCommandLine } from '../src/command-line.js';
import { writeRun } from './support/write-run.js';

const folder = mkdtempSync(join(tmpdir(), 'run-viewer-command-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The exit code, and what was written to stderr. */
async function said(args: readonly string[]): Promise<{ readonly code: number; readonly text: string }> {
  let text = '';
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((part) => {
    text += part;
    return true;
  });
  try {
    return { code: await runCommandLine(args), text };
  } finally {
    write.mockRestore();
  }
}

describe('npm run watch', () => {
  it('answers wrong use in one sentence', async () => {
    const missing = join(folder, 'missing');
    expect(await said([missing])).toEqual({ code: 2, text: `npm run watch: there is no folder ${missing}.\n` });
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    expect(await said([empty])).toEqual({
      code: 2,
      text:
        `npm run watch: there is no events.jsonl in ${empty} nor below. ` +
        "Give `fit` the callback jsonLinesLogger('runs/name/events.jsonl') of @neurite/training.\n",
    });
    expect((await said([empty, '--port', 'x'])).code).toBe(2);
    expect((await said(['--nothing'])).code).toBe(2);
  });

  const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
  it.skipIf(!existsSync(main))('serves until Ctrl-C', async () => {
    writeRun(join(folder, 'run', 'events.jsonl'), { steps: 3, learningRate: 1 });
    const child = spawn(process.execPath, [main, join(folder, 'run'), '--port', '0'], {
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    await vi.waitFor(() => expect(output).toContain('Stop with Ctrl-C.'), { timeout: 500_000 });
    const [url = ''] = output.split('\n');
    expect(await (await fetch(url)).text()).toContain('<title>Runs</title>');
    expect(await (await fetch(`${url}api/runs`)).json()).toMatchObject({ runs: [{ name: 'run', step: 3 }] });
    // A page that follows does not hold it.
    const changes = await fetch(`${url}api/changes`);
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
    await changes.body?.cancel();
  });
});
