import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { BackendError } from '@neurite/core';
import { describe, expect, it } from 'vitest';
import { findBrowser, whyNoBrowser } from './find-browser.mjs';
import { connectBidi } from './internal/connect-bidi.js';
import { serve } from './serve.js';

/** A page in the system's Firefox, driven by WebDriver BiDi: Playwright needs more of it than Firefox has. */
export type FirefoxPage = {
  /** Runs a function in the page. Its arguments and its result must be JSON. */
  evaluate<Args extends readonly unknown[], Result>(
    f: (...args: Args) => Result,
    ...args: Args
  ): Promise<Awaited<Result>>;
  /** Waits until a function in the page returns a truthy value. */
  waitFor<Args extends readonly unknown[]>(f: (...args: Args) => unknown, ...args: Args): Promise<void>;
  /** Presses the mouse at the first point, in CSS pixels, and releases it at the last. */
  drag(points: readonly (readonly [x: number, y: number])[]): Promise<void>;
  /** The faults so far, as `watchFaults` lists them. */
  readonly faults: readonly string[];
  close(): Promise<void>;
};

/** The outcome of an expression whose value is a string. */
type Evaluated = {
  readonly type: 'success' | 'exception';
  readonly result?: { readonly value?: string };
  readonly exceptionDetails?: { readonly text: string };
};

/** No dialogs, and no requests of its own. */
const PREFERENCES = {
  'app.update.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
};

/** Why tests cannot run in Firefox here; undefined if they can. */
const noFirefox: string | undefined = whyNoBrowser('firefox');

/** Declares tests that need Firefox. Without Firefox, one skipped test says why. */
export function describeInFirefox(name: string, body: () => void): void {
  describe(name, () => {
    if (noFirefox === undefined) body();
    else it('needs a browser', (context) => context.skip(noFirefox));
  });
}

/** Serves a built page and opens it in Firefox. */
export async function openInFirefox(folder: string): Promise<FirefoxPage> {
  const server = await serve(folder, { path: '/some/where/' });
  const firefox = await startFirefox();
  const bidi = await connectBidi(`${firefox.url}/session`);
  const faults: string[] = [];
  bidi.on<{ level: string; text: string }>('log.entryAdded', ({ level, text }) => {
    if (level === 'error') faults.push(`console: ${text}`);
  });
  bidi.on<{ request: { url: string } }>('network.beforeRequestSent', ({ request }) => {
    if (!request.url.startsWith(server.url) && !/^(data|blob):/.test(request.url))
      faults.push(`request to ${request.url}`);
  });
  bidi.on<{ response: { url: string; status: number } }>('network.responseCompleted', ({ response }) => {
    if (response.status >= 400) faults.push(`${response.status} for ${response.url}`);
  });
  await bidi.send('session.new', { capabilities: {} });
  await bidi.send('session.subscribe', {
    events: ['log.entryAdded', 'network.beforeRequestSent', 'network.responseCompleted'],
  });
  const { contexts } = await bidi.send<{ contexts: [{ context: string }] }>('browsingContext.getTree', {});
  const [{ context }] = contexts;
  await bidi.send('browsingContext.setViewport', { context, viewport: { width: 1280, height: 900 } });
  await bidi.send('browsingContext.navigate', { context, url: server.url, wait: 'complete' });

  const evaluate: FirefoxPage['evaluate'] = async (f, ...args) => {
    const { type, result, exceptionDetails } = await bidi.send<Evaluated>('script.evaluate', {
      expression: `Promise.resolve((${f})(...${JSON.stringify(args)})).then((value) => JSON.stringify(value))`,
      target: { context },
      awaitPromise: true,
    });
    if (type === 'exception') throw new BackendError({ where: 'Firefox', problem: `${exceptionDetails?.text}` });
    return result?.value === undefined ? undefined : JSON.parse(result.value);
  };
  return {
    faults,
    evaluate,
    waitFor: async (f, ...args) => {
      await expect.poll(() => evaluate(f, ...args), { message: `${f}` }).toBeTruthy();
    },
    drag: async (points) => {
      const moves = points.map(([x, y]) => ({ type: 'pointerMove', x: Math.round(x), y: Math.round(y), duration: 20 }));
      const [first, ...others] = moves;
      const actions = [first, { type: 'pointerDown', button: 0 }, ...others, { type: 'pointerUp', button: 0 }];
      await bidi.send('input.performActions', { context, actions: [{ type: 'pointer', id: 'mouse', actions }] });
    },
    close: async () => {
      bidi.close();
      await firefox.end();
      await server.close();
    },
  };
}

/** @returns the address that takes commands */
async function startFirefox(): Promise<{ readonly url: string; end(): Promise<void> }> {
  const profile = mkdtempSync(join(tmpdir(), 'neurite-firefox-'));
  const lines = Object.entries(PREFERENCES).map(([name, value]) => `user_pref("${name}", ${value});`);
  writeFileSync(join(profile, 'user.js'), lines.join('\n'));
  const args = ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0', 'about:blank'];
  const child = spawn(findBrowser('firefox') ?? 'firefox', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stderr).on('line', (line) => {
      const address = /WebDriver BiDi listening on (ws:\S+)/.exec(line)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.on('error', reject);
    void ended.then(() => reject(new BackendError({ where: 'Firefox', problem: 'it exited before it listened' })));
  });
  return {
    url,
    end: async () => {
      child.kill();
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
