import type { Page } from 'playwright-core';
import { slownessOf, TICK } from './slowness.js';

/** What the main thread of a page did, in processor time: wall-clock time says nothing on a busy machine. */
export type Work = {
  readonly frames: number;
  readonly millisecondsPerFrame: number;
  /** Tasks of more than 50 ms, during which the page could not respond. Where the machine was slow then, of more. */
  readonly longTasks: readonly LongTask[];
  /** How many times slower than when it is quiet the machine was meanwhile, at least 1: limits grow by it. */
  readonly slowness: number;
};

/** A task, and its longest parts with their milliseconds: where to look for the cause. */
export type LongTask = { readonly milliseconds: number; readonly parts: readonly string[] };

/** An event of a trace; times in microseconds. */
export type TraceEvent = {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  /** Processor time of its thread. */
  readonly tdur?: number;
  readonly args: { readonly name?: string; readonly data?: { readonly functionName?: string } };
};

const LONG = 50;
const PARTS = 5;
/** At a task, a machine is as slow as the slowest of so many ticks that are next to it. */
const NEAREST = 3;

/** Watches the main thread of a page, which must be the only open one, while `act` runs. */
export async function workWhile(page: Page, act: () => Promise<void>): Promise<Work> {
  const browser = page.context().browser()!; // a page belongs to a browser
  const watched = await page.evaluateHandle((pause) => {
    const seen = { frames: 0, over: false, sum: 0 };
    const count = (): void => {
      seen.frames++;
      if (!seen.over) requestAnimationFrame(count);
    };
    const work = (): void => {
      for (let i = 0; i < 150_000; i++) seen.sum += Math.sqrt(i % 1000);
    };
    function referenceTick(): void {
      work();
      if (!seen.over) setTimeout(referenceTick, pause);
    }
    // Until it is compiled.
    for (let i = 0; i < 30; i++) work();
    requestAnimationFrame(count);
    referenceTick();
    return seen;
  }, TICK.pause);
  await browser.startTracing(page, {
    categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline', '__metadata'],
  });
  const before = await slownessOf(page);
  await act();
  const around = Math.max(before, await slownessOf(page));
  const trace = await browser.stopTracing();
  const frames = await watched.evaluate((seen) => {
    seen.over = true;
    return seen.frames;
  });
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: readonly TraceEvent[] }; // as Chromium writes it
  return workIn(traceEvents, { frames, slowness: around });
}

/** What a trace tells of the main thread, in which so many frames were drawn on a machine that was so slow around it. */
export function workIn(
  traceEvents: readonly TraceEvent[],
  { frames, slowness: around }: { readonly frames: number; readonly slowness: number },
): Work {
  const thread = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`;
  const main = new Set(traceEvents.filter(({ args }) => args.name === 'CrRendererMain').map(thread));
  const events = traceEvents.filter((event) => main.has(thread(event)));
  const tasks = events.filter(({ name }) => name === 'RunTask');
  const spent = tasks.reduce((sum, task) => sum + own(task), 0);
  const collections = events.filter(({ name }) => /^M(aj|in)orGC$/.test(name));
  const ticks = events.filter(({ name, args }) => name === 'FunctionCall' && args.data?.functionName === TICK.name);
  const times = ticks.map(own).sort((one, other) => one - other);
  const meanwhile = (times[Math.floor(times.length / 2)] ?? 0) / TICK.quiet;
  const longTasks = tasks
    .map((task) => ({ task, milliseconds: own(task) - collectedIn(task, collections) }))
    .filter(({ task, milliseconds }) => milliseconds > LONG * Math.max(around, slownessAt(task, ticks)))
    .map(({ task, milliseconds }) => ({ milliseconds, parts: partsOf(task, events) }));
  return { frames, millisecondsPerFrame: spent / frames, longTasks, slowness: Math.max(around, meanwhile) };
}

function slownessAt({ ts }: TraceEvent, ticks: readonly TraceEvent[]): number {
  const distance = (tick: TraceEvent): number => Math.abs(tick.ts - ts);
  const nearest = [...ticks].sort((one, other) => distance(one) - distance(other)).slice(0, NEAREST);
  return Math.max(...nearest.map(own)) / TICK.quiet;
}

/** Garbage is collected when it is, also in a task that makes little of it. */
function collectedIn(task: TraceEvent, collections: readonly TraceEvent[]): number {
  return collections.filter((one) => isWithin(one, task)).reduce((sum, one) => sum + own(one), 0);
}

function isWithin(part: TraceEvent, task: TraceEvent): boolean {
  return part.ts >= task.ts && part.ts + (part.dur ?? 0) <= task.ts + (task.dur ?? 0);
}

function own({ tdur = 0 }: TraceEvent): number {
  return tdur / 1000;
}

function partsOf(task: TraceEvent, events: readonly TraceEvent[]): string[] {
  return events
    .filter((event) => event !== task && isWithin(event, task))
    .sort((one, other) => own(other) - own(one))
    .slice(0, PARTS)
    .map((event) => `${event.name} ${event.args.data?.functionName ?? ''} ${Math.round(own(event))} ms`);
}
