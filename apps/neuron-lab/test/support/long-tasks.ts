import type { Page } from '@neurite/testing/browser';

/** What the page's main thread was busy with for so long that a frame was lost. */
export type LongTask = {
  /** Of the thread's own time: what others on the machine do is not counted. */
  readonly milliseconds: number;
  /** The parts of it that took longest. */
  readonly parts: readonly string[];
};

type TraceEvent = {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args: { readonly name?: string; readonly data?: { readonly functionName?: string } };
};

/** Longer than this a task is long; as the Long Tasks API has it. */
const LONG = 50;

/**
 * Counts tasks of a page's main thread that take longer than 50 ms of its time.
 *
 * @param use what is done with the page meanwhile
 */
export async function longTasks(page: Page, use: () => Promise<void>): Promise<LongTask[]> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const ended = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'] },
  });
  try {
    await use();
  } finally {
    await session.send('Tracing.end');
    await ended;
  }
  const place = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`;
  const threads = events
    .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
    .map(place);
  const mine = events.filter((event) => event.ph === 'X' && threads.includes(place(event)));
  return mine
    .filter(({ name, tdur = 0 }) => name.endsWith('RunTask') && tdur > LONG * 1000)
    .map((task) => ({ milliseconds: Math.round(task.tdur! / 1000), parts: partsOf(task, mine) }));
}

function partsOf(task: TraceEvent, events: readonly TraceEvent[]): string[] {
  return events
    .filter((one) => one !== task && one.ts >= task.ts && one.ts + (one.dur ?? 0) <= task.ts + (task.dur ?? 0))
    .sort((one, other) => (other.tdur ?? 0) - (one.tdur ?? 0))
    .slice(0, 5)
    .map(({ name, tdur = 0, args }) => `${name} ${args.data?.functionName ?? ''} ${Math.round(tdur / 1000)} ms`);
}
