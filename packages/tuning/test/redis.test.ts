import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArgumentError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { createClient } from '@redis/client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createStudy, float, optimize, type RedisClient, redisLog } from '../src/index.js';

const space = { x: float(0, 1) };
const hasServer = spawnSync('redis-server', ['--version']).status === 0;

describe.skipIf(!hasServer)('a study in a server of Redis (skipped without `redis-server`)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'neurite-redis-'));
  const path = join(folder, 'redis.sock');
  let server: ChildProcess;
  // The file of the socket may be there before the server listens: the client tells it by an event, and tries again.
  const connect = () =>
    createClient({ socket: { path, tls: false } })
      .on('error', () => {})
      .connect();

  beforeAll(async () => {
    // A socket of its own instead of a port, which another program may take.
    const options = ['--port', '0', '--unixsocket', path, '--save', '', '--appendonly', 'no', '--dir', folder];
    server = spawn('redis-server', options, { stdio: 'ignore' });
    await vi.waitFor(() => expect(existsSync(path)).toBe(true), { timeout: 300_000 });
  });

  afterAll(async () => {
    const ended = new Promise((resolve) => server.on('close', resolve));
    server.kill();
    await ended;
    rmSync(folder, { recursive: true });
  });

  it('is shared by clients that ask at the same time, and is read again', async () => {
    const clients = await Promise.all([connect(), connect(), connect()]);
    const studies = await Promise.all(clients.map((client) => createStudy(space, { log: redisLog(client, 'study') })));
    await Promise.all(studies.map((study) => optimize(study, ({ values }) => values.x, { trials: 10 })));
    await studies[0]!.refresh();
    expect(studies[0]!.trials.map(({ number, state }) => [number, state])).toEqual(
      Array.from({ length: 30 }, (_, number) => [number, 'complete']),
    );
    expect(new Set(studies[0]!.trials.map(({ values }) => values!.x)).size).toBe(30);
    const again = await createStudy(space, { log: redisLog(clients[1]!, 'study') });
    expect(again.trials).toEqual(studies[0]!.trials);
    const other = await createStudy(space, { log: redisLog(clients[1]!, 'another study') });
    expect(other.trials).toEqual([]);
    for (const client of clients) await client.close();
  });

  it('tells what the server refuses', async () => {
    const client = await connect();
    await client.set('text', 'no list');
    await expect(createStudy(space, { log: redisLog(client, 'text') })).rejects.toThrow('WRONGTYPE');
    await client.close();
  });
});

describe('redisLog', () => {
  it('needs only two functions of a client', async () => {
    const lists = new Map<string, string[]>();
    const client: RedisClient = {
      rPush: async (key, value) => lists.set(key, [...(lists.get(key) ?? []), value]),
      lRange: async (key, start) => (lists.get(key) ?? []).slice(start),
    };
    const one = await createStudy(space, { log: redisLog(client, 'study') });
    const other = await createStudy(space, { log: redisLog(client, 'study') });
    await optimize(one, ({ values }) => values.x, { trials: 2 });
    await optimize(other, ({ values }) => values.x, { trials: 2 });
    await one.refresh();
    expect(one.trials).toEqual(other.trials);
    await expectError(
      () => redisLog({} as never, 'study'),
      ArgumentError,
      'redisLog: `client.rPush` must be a function; received undefined.',
    );
  });
});
