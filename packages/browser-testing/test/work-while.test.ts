import { describe, expect, it } from 'vitest';
import {
  describeInChromium,
  serve,
  sharedChromium,
  type TraceEvent,
  type Work,
  workIn,
  workWhile,
} from '../src/index.js';

/** An event of the main thread, with its times in milliseconds. */
const event = (
  name: string,
  [from, length]: readonly [from: number, length: number],
  functionName?: string,
): TraceEvent => ({
  name,
  pid: 1,
  tid: 1,
  ts: 1000 * from,
  dur: 1000 * length,
  tdur: 1000 * length,
  args: functionName === undefined ? {} : { data: { functionName } },
});
const thread: TraceEvent = { name: 'thread_name', pid: 1, tid: 1, ts: 0, args: { name: 'CrRendererMain' } };
const quiet = { frames: 10, slowness: 1 };

describe('workIn', () => {
  it('finds the tasks of more than 50 ms, and names their longest parts', () => {
    const trace = [
      thread,
      event('RunTask', [0, 40]),
      event('RunTask', [100, 60]),
      event('FunctionCall', [101, 50], 'busy'),
      event('Layout', [152, 5]),
      // Of another thread.
      { ...event('RunTask', [0, 500]), tid: 2 },
    ];
    expect(workIn(trace, quiet)).toEqual({
      frames: 10,
      millisecondsPerFrame: 10,
      longTasks: [{ milliseconds: 60, parts: ['FunctionCall busy 50 ms', 'Layout  5 ms'] }],
      slowness: 1,
    });
  });

  it('leaves out the collection of garbage', () => {
    const trace = [thread, event('RunTask', [0, 60]), event('MajorGC', [1, 15])];
    expect(workIn(trace, quiet).longTasks).toEqual([]);
    // Beside the task.
    expect(workIn([thread, event('RunTask', [0, 60]), event('MinorGC', [61, 15])], quiet).longTasks).toHaveLength(1);
  });

  it('has a limit that follows the machine, around the work and next to a task', () => {
    const task = event('RunTask', [500, 90]);
    expect(workIn([thread, task], { frames: 1, slowness: 2 }).longTasks).toEqual([]);
    // A tick takes 0.4 ms on a quiet machine.
    const ticks = (milliseconds: number, from: number): TraceEvent[] =>
      [0, 1, 2].map((i) => event('FunctionCall', [from + i, milliseconds], 'referenceTick'));
    expect(workIn([thread, task, ...ticks(0.8, 490), ...ticks(0.4, 10)], quiet)).toMatchObject({ longTasks: [] });
    const far = workIn([thread, task, ...ticks(0.4, 490), ...ticks(0.8, 10)], quiet);
    expect(far.longTasks).toHaveLength(1);
    expect(far.slowness).toBe(2);
  });
});

// `npm run check -- smooth` asks for it: what a busy machine does meanwhile is nothing that a test asserts.
if (process.env.NEURITE_SMOOTH === 'measure') {
  describeInChromium('workWhile', () => {
    it('reads what the main thread of a page did, and how slow the machine was', async () => {
      const server = await serve((name) => (name === 'index.html' ? '<!doctype html><title>work</title>' : undefined));
      const page = await (await sharedChromium()).newPage();
      try {
        await page.goto(server.url);
        const work = (rounds: number): Promise<void> =>
          page.evaluate(async (rounds) => {
            await new Promise((resolve) => setTimeout(resolve));
            let sum = 0;
            for (let i = 0; i < rounds; i++) sum += Math.sqrt(i % 1000);
            document.title = String(sum);
          }, rounds);
        expect((await workWhile(page, () => work(0))).longTasks).toEqual([]);
        // The limit follows the clock, which slows a busy machine more than its processor time: the task grows until it is too long.
        const busy = async (rounds: number): Promise<Work> => {
          const done = await workWhile(page, () => work(rounds));
          return done.longTasks.length === 0 && rounds < 2e9 ? busy(2 * rounds) : done;
        };
        const { frames, millisecondsPerFrame, longTasks } = await busy(60_000_000);
        expect(longTasks).toHaveLength(1);
        expect(frames * millisecondsPerFrame).toBeGreaterThan(longTasks[0]!.milliseconds);
        expect(longTasks[0]!.parts.join()).toContain('FunctionCall');

        // The limit follows what the machine does meanwhile, not only before and after.
        const debuggers = await page.context().newCDPSession(page);
        const slowed = await workWhile(page, async () => {
          await debuggers.send('Emulation.setCPUThrottlingRate', { rate: 8 });
          for (let i = 0; i < 6; i++) await work(8_000_000);
          await debuggers.send('Emulation.setCPUThrottlingRate', { rate: 1 });
        });
        expect(slowed.slowness).toBeGreaterThan(3);
        expect(slowed.longTasks).toEqual([]);
      } finally {
        await page.close();
        await server.close();
      }
    });
  });
}
