import { checkFunction } from '@neurite/core';
import type { StudyLog } from '../study/study-log.js';

/** What is needed of a connected client, such as that of `@redis/client`. */
export type RedisClient = {
  rPush(key: string, value: string): Promise<unknown>;
  lRange(key: string, start: number, stop: number): Promise<string[]>;
};

/**
 * Keeps a study in a list of a Redis server, so that many machines share it. Whether it outlives the server is up to the
 * server's settings.
 *
 * @param client connected; it stays open when the study is closed
 * @param key of the list: one for each study
 * @example
 * const logOf = (client: RedisClient) => redisLog(client, 'tuning:digits');
 */
export function redisLog(client: RedisClient, key: string): StudyLog {
  checkFunction('redisLog', 'client.rPush', client?.rPush);
  checkFunction('redisLog', 'client.lRange', client?.lRange);
  return {
    name: `the list ${key}`,
    isShared: true,
    append: async (line) => {
      await client.rPush(key, line);
    },
    read: async (position) => {
      const lines = await client.lRange(key, position, -1);
      return { lines, position: position + lines.length };
    },
    close: async () => {},
  };
}
