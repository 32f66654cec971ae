import { createInterface } from 'node:readline';
import type { Reply, Request, Task } from './protocol.js';

/** A task that is ready to run. */
export type Work = {
  readonly run: () => void | Promise<void>;
  /** About the values computed, where they are the same for all. */
  readonly digest?: () => readonly number[];
  readonly close?: () => void;
  /** So short that a run must be many of it, for the clock to see something. Default false. */
  readonly short?: boolean;
};

/** A run of short work lasts at least so many milliseconds. */
const LONG_ENOUGH = 2;

/**
 * Makes this process a peer: it does tasks on request, each timed by itself.
 *
 * @param hello its first line
 * @param open prepares a task; what it throws is the reason why it is not able to do it
 */
export async function serve(hello: Reply, open: (task: Task) => Work | Promise<Work>): Promise<void> {
  // The line to the parent is for answers alone; what libraries print goes elsewhere.
  const write = process.stdout.write.bind(process.stdout);
  console.log = console.info = console.error;
  const reply = (message: Reply): void => void write(`${JSON.stringify(message)}\n`);
  let work: Work | undefined;
  let repeats = 1;
  reply(hello);
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line) as Request;
    try {
      if ('open' in request) {
        work = await open(request.open);
        await work.run();
        repeats = work.short === true ? await repeatsFor(work) : 1;
        const digest = work.digest?.();
        reply(digest === undefined ? {} : { digest });
      } else if ('run' in request) {
        reply({ milliseconds: (await time(work!, repeats)) / repeats });
      } else {
        work?.close?.();
        work = undefined;
        reply({});
      }
    } catch (error) {
      reply({ unable: error instanceof Error ? error.message.split('\n')[0]! : String(error) });
    }
  }
}

async function repeatsFor(work: Work): Promise<number> {
  let repeats = 1;
  while ((await time(work, repeats)) < LONG_ENOUGH) repeats *= 2;
  return repeats;
}

async function time({ run }: Work, repeats: number): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < repeats; i++) {
    const pending = run();
    if (pending !== undefined) await pending;
  }
  return performance.now() - start;
}
