import type { Reply, Request, Task } from './protocol.js';

/** A task that is ready to run. */
export type Work = {
  readonly run: () => void | Promise<void>;
  /** About the values computed, where they are the same for all. */
  readonly digest?: () => readonly number[] | Promise<readonly number[]>;
  readonly close?: () => void;
  /** How long it is run. Default `network`. */
  readonly pace?: keyof typeof PACES;
};

/** An engine that is running: what it says first, and how it prepares a task. What `open` throws is why it cannot. */
export type Engine = { readonly hello: Reply; readonly open: (task: Task) => Work | Promise<Work> };

/**
 * Milliseconds that a turn lasts at least, and that the work runs before anything counts: a training takes minutes, and
 * V8's best code 100 steps of a network or some thousands of calls of a kernel. What rests does one run of each turn that
 * does not count: a training has no rests, and meanwhile the caches and cores were the other contenders'.
 */
const PACES = {
  network: { turn: 50, warmUp: 1500, rests: true },
  layer: { turn: 5, warmUp: 500, rests: true },
  kernel: { turn: 2, warmUp: 300, rests: false },
} as const;
const TASKS = '/proc/self/task';
/** After so many steps from the same weights peers have the same loss. */
const COMPARED_STEPS = 3;

/**
 * Makes this process or page a peer, which does tasks on request and times each itself. A process is asked in lines on
 * its standard input; in a page the functions `hello` and `answer` are called.
 *
 * @param start with the arguments of the command line, or of the page's address
 */
export async function serve(start: (args: readonly string[]) => Promise<Engine>): Promise<void> {
  // Lines to the parent are answers alone; what libraries print goes elsewhere.
  console.log = console.info = console.error;
  if (typeof document !== 'undefined') {
    const args = new URLSearchParams(globalThis.location.search).getAll('argument');
    let hello: Reply;
    let answer = async (_: Request): Promise<Reply> => ({});
    try {
      const engine = await start(args);
      hello = engine.hello;
      answer = answering(engine);
    } catch (error) {
      hello = unable(error);
    }
    Object.assign(globalThis, { hello, answer });
    return;
  }
  const { createInterface } = process.getBuiltinModule('node:readline');
  const reply = (message: Reply): void => void process.stdout.write(`${JSON.stringify(message)}\n`);
  try {
    const before = new Set(threadsHere());
    const engine = await start(process.argv.slice(2));
    reply({ ...engine.hello, threads: threadsHere().filter((thread) => !before.has(thread)) });
    const answer = answering(engine);
    for await (const line of createInterface({ input: process.stdin }))
      reply(await answer(JSON.parse(line) as Request));
  } catch (error) {
    reply(unable(error));
  }
}

/** Work of train steps that starts from the common weights and answers the loss before each. */
export function training(step: () => Promise<number>, close?: () => void): Work {
  const losses: number[] = [];
  const run = async (): Promise<void> => {
    const loss = await step();
    if (losses.length < COMPARED_STEPS) losses.push(loss);
  };
  const digest = async (): Promise<number[]> => {
    while (losses.length < COMPARED_STEPS) await run();
    return [COMPARED_STEPS, losses.at(-1)!, ...losses.slice(0, -1)];
  };
  return { run, digest, ...(close === undefined ? {} : { close }) };
}

/** Where the system tells, the threads of this process. */
function threadsHere(): number[] {
  const { existsSync, readdirSync } = process.getBuiltinModule('node:fs');
  return existsSync(TASKS) ? readdirSync(TASKS).map(Number) : [];
}

function answering({ open }: Engine): (request: Request) => Promise<Reply> {
  let work: Work | undefined;
  let repeats = 1;
  return async (request) => {
    try {
      if ('open' in request) {
        work = await open(request.open);
        await work.run();
        await warmUp(work);
        const turn = await turnOf(work);
        repeats = turn.repeats;
        const digest = await work.digest?.();
        return { milliseconds: turn.milliseconds / repeats, ...(digest === undefined ? {} : { digest }) };
      }
      if ('run' in request) {
        if (paceOf(work!).rests) await work!.run();
        return { milliseconds: (await time(work!, repeats)) / repeats };
      }
      work?.close?.();
      work = undefined;
      return {};
    } catch (error) {
      return unable(error);
    }
  };
}

function unable(error: unknown): Reply {
  return { unable: error instanceof Error ? error.message.split('\n')[0]! : String(error) };
}

function paceOf({ pace = 'network' }: Work): (typeof PACES)[keyof typeof PACES] {
  return PACES[pace];
}

async function warmUp(work: Work): Promise<void> {
  const end = performance.now() + paceOf(work).warmUp;
  while (performance.now() < end) await work.run();
}

/** How often the work is done in a turn, and how long that takes. */
async function turnOf(work: Work): Promise<{ readonly repeats: number; readonly milliseconds: number }> {
  const least = paceOf(work).turn;
  for (let repeats = 1; ; repeats *= 2) {
    const milliseconds = await time(work, repeats);
    if (milliseconds >= least) return { repeats, milliseconds };
  }
}

async function time({ run }: Work, repeats: number): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < repeats; i++) {
    const pending = run();
    if (pending !== undefined) await pending;
  }
  return performance.now() - start;
}
