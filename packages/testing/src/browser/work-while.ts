import type { Page } from 'playwright-core';

/** What the main thread of a page did, in processor time: the time that goes by on a busy machine says nothing. */
export type Work = {
  readonly frames: number;
  readonly millisecondsPerFrame: number;
  /** Of the tasks of more than 50 ms, in which the page could not answer. */
  readonly longTasks: readonly number[];
};

/** An event of a trace; times in microseconds. */
type TraceEvent = {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** How long its thread had the processor. */
  readonly tdur?: number;
  readonly args: { readonly name?: string };
};

const LONG = 50;

/** Watches the main thread of a page, the only one that is open, while something is done there. */
export async function workWhile(page: Page, act: () => Promise<void>): Promise<Work> {
  const browser = page.context().browser()!; // it was opened in one
  const counted = await page.evaluateHandle(() => {
    const seen = { frames: 0, over: false };
    const count = (): void => {
      seen.frames++;
      if (!seen.over) requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
    return seen;
  });
  await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline', '__metadata'] });
  await act();
  const trace = await browser.stopTracing();
  const frames = await counted.evaluate((seen) => {
    seen.over = true;
    return seen.frames;
  });
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: readonly TraceEvent[] }; // as Chromium writes it
  const thread = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`;
  const main = new Set(traceEvents.filter(({ args }) => args.name === 'CrRendererMain').map(thread));
  const tasks = traceEvents
    .filter((event) => event.name === 'RunTask' && main.has(thread(event)))
    .map(({ tdur = 0 }) => tdur / 1000);
  const spent = tasks.reduce((sum, task) => sum + task, 0);
  return { frames, millisecondsPerFrame: spent / frames, longTasks: tasks.filter((task) => task > LONG) };
}
