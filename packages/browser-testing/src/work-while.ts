import type { Page } from 'playwright-core';

/** What the main thread of a page did, in processor time: wall-clock time says nothing on a busy machine. */
export type Work = {
  readonly frames: number;
  readonly millisecondsPerFrame: number;
  /** Tasks of more than 50 ms, during which the page could not respond. */
  readonly longTasks: readonly LongTask[];
};

/** A task, and its longest parts with their milliseconds: where to look for the cause. */
export type LongTask = { readonly milliseconds: number; readonly parts: readonly string[] };

/** An event of a trace; times in microseconds. */
type TraceEvent = {
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

/** Watches the main thread of a page, which must be the only open one, while `act` runs. */
export async function workWhile(page: Page, act: () => Promise<void>): Promise<Work> {
  const browser = page.context().browser()!; // a page belongs to a browser
  const counted = await page.evaluateHandle(() => {
    const seen = { frames: 0, over: false };
    const count = (): void => {
      seen.frames++;
      if (!seen.over) requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
    return seen;
  });
  await browser.startTracing(page, {
    categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline', '__metadata'],
  });
  await act();
  const trace = await browser.stopTracing();
  const frames = await counted.evaluate((seen) => {
    seen.over = true;
    return seen.frames;
  });
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: readonly TraceEvent[] }; // as Chromium writes it
  const thread = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`;
  const main = new Set(traceEvents.filter(({ args }) => args.name === 'CrRendererMain').map(thread));
  const events = traceEvents.filter((event) => main.has(thread(event)));
  const tasks = events.filter(({ name }) => name === 'RunTask');
  const spent = tasks.reduce((sum, task) => sum + own(task), 0);
  const longTasks = tasks
    .filter((task) => own(task) > LONG)
    .map((task) => ({ milliseconds: own(task), parts: partsOf(task, events) }));
  return { frames, millisecondsPerFrame: spent / frames, longTasks };
}

function own({ tdur = 0 }: TraceEvent): number {
  return tdur / 1000;
}

function partsOf(task: TraceEvent, events: readonly TraceEvent[]): string[] {
  const end = ({ ts, dur = 0 }: TraceEvent): number => ts + dur;
  return events
    .filter((event) => event !== task && event.ts >= task.ts && end(event) <= end(task))
    .sort((one, other) => own(other) - own(one))
    .slice(0, PARTS)
    .map((event) => `${event.name} ${event.args.data?.functionName ?? ''} ${Math.round(own(event))} ms`);
}
