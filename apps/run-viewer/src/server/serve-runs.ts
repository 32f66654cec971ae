import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import sirv from 'sirv';
import type { Histogram, Runs, Table } from '../messages.js';
import { findRuns } from './find-runs.js';
import { RunLog } from './run-log.js';

/** Milliseconds between looks at the files. */
const PERIOD = 1000;
/** Points of a series that a page can ask for. */
const MOST_POINTS = 4000;
/** Kinds of images that are handed out; others could hold programs. */
const MEDIA: ReadonlySet<unknown> = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif']);

/** A server that shows runs, until it is closed. */
export type RunServer = {
  /** Its address, with a `/` at the end. */
  readonly url: string;
  close(): Promise<void>;
};

/**
 * Serves the page and what it shows, on this machine only; new runs below the paths are found while it runs.
 *
 * @param paths folders of runs
 * @param options.page the folder of the built page
 * @param options.port 0 takes a free one; of others the next that is free
 */
export async function serveRuns(
  paths: readonly string[],
  { page, port, period = PERIOD }: { readonly page: string; readonly port: number; readonly period?: number },
): Promise<RunServer> {
  const logs = new Map<string, RunLog>();
  const followers = new Set<ServerResponse>();
  const look = async (): Promise<boolean> => {
    let changed = false;
    for (const { name, path } of findRuns(paths)) {
      if (logs.has(path)) continue;
      logs.set(path, new RunLog(name, path));
      changed = true;
    }
    for (const log of logs.values()) changed = (await log.refresh()) || changed;
    return changed;
  };
  await look();
  let timer: NodeJS.Timeout | undefined;
  const follow = (): void => {
    timer = setTimeout(async () => {
      try {
        if (await look()) for (const follower of followers) follower.write('data: changed\n\n');
      } catch {
        // A folder that is gone for a moment; the next look tells.
      }
      if (timer !== undefined) follow();
    }, period);
  };
  follow();

  const files = sirv(page, { setHeaders: (response) => response.setHeader('Cache-Control', 'no-cache') });
  const server = createServer((request, response) => {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    // A page of another origin could have a name that leads here.
    if (!isLocal(request)) return answer(response, 403, 'text/plain', 'This server answers this machine only.\n');
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/api/changes') {
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
      response.write(': here\n\n');
      followers.add(response);
      response.on('close', () => followers.delete(response));
      return;
    }
    if (!pathname.startsWith('/api/')) {
      files(request, response, () => answer(response, 404, 'text/plain', 'not found\n'));
      return;
    }
    respond([...logs.values()], pathname.slice('/api/'.length), searchParams).then(
      (found) =>
        found === undefined
          ? answer(response, 404, 'text/plain', 'not found\n')
          : answer(response, 200, found.type, found.content),
      (error) => answer(response, 500, 'text/plain', `${error instanceof Error ? error.message : error}\n`),
    );
  });
  await listen(server, port);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      clearTimeout(timer);
      timer = undefined;
      for (const follower of followers) follower.end();
      await new Promise((closed) => {
        server.close(closed);
        server.closeAllConnections();
      });
    },
  };
}

type Answer = { readonly type: string; readonly content: string | Buffer };

/** @returns undefined where there is no such thing */
async function respond(logs: readonly RunLog[], what: string, query: URLSearchParams): Promise<Answer | undefined> {
  if (what === 'runs') return json({ runs: logs.map((log) => log.info()) } satisfies Runs);
  const log = logs.find(({ name }) => name === query.get('run'));
  const name = query.get('name') ?? '';
  if (log === undefined) return undefined;
  if (what === 'scalars') {
    const points = Math.min(MOST_POINTS, Math.max(4, Number(query.get('points')) || 500));
    const series = log.record.scalars.get(name);
    return series && json(series.thinned(points));
  }
  const { histograms: histogram, images: image, tables: table } = log.record;
  const lines = new Map(Object.entries({ histogram, image, table })).get(what);
  const line = lines?.get(name)?.get(Number(query.get('step')));
  if (line === undefined) return undefined;
  const event: Record<string, unknown> = JSON.parse(await log.lineAt(line));
  if (what === 'histogram') return json(histogramOf(event));
  if (what === 'table') return json(tableOf(event));
  const { media, data } = event;
  if (!MEDIA.has(media)) return undefined;
  return { type: String(media), content: Buffer.from(String(data), 'base64') };
}

function numbers(values: unknown): number[] {
  return Array.isArray(values) ? values.map(Number) : [];
}

function tableOf({ rows }: Record<string, unknown>): Table {
  return { rows: Array.isArray(rows) ? rows.map(numbers) : [] };
}

function histogramOf({ step, edges, counts }: Record<string, unknown>): Histogram {
  return { step: Number(step), edges: numbers(edges), counts: numbers(counts) };
}

function json(value: unknown): Answer {
  return { type: 'application/json', content: JSON.stringify(value) };
}

function answer(response: ServerResponse, status: number, type: string, content: string | Buffer): void {
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(content);
}

function isLocal({ headers }: IncomingMessage): boolean {
  return /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(headers.host ?? '');
}

/** Listens on a port, or on the next one that is free. */
async function listen(server: ReturnType<typeof createServer>, first: number): Promise<void> {
  for (let port = first; ; port++) {
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => {
          server.off('error', reject);
          resolve();
        });
      });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || port - first > 20) throw error;
    }
  }
}
