import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Contender } from '../measure.js';
import type { Absent } from '../suite.js';
import type { Reply, Request, Task } from './protocol.js';

/** How a peer's program is started. */
export type PeerProgram = {
  readonly name: string;
  readonly command: string;
  readonly arguments: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
};

/** Preparing a task and running it once may take so long; whoever needs more would hold up all others. */
const PATIENCE_SECONDS = 30;

/** An engine in a process of its own, so that no two share a heap, a compiler's memory or a backend's name. */
export class Peer {
  readonly name: string;
  /** What it said first. */
  readonly hello: Reply;
  readonly #program: PeerProgram;
  #line: Line;

  private constructor(program: PeerProgram, line: Line, hello: Reply) {
    this.name = program.name;
    this.hello = hello;
    this.#program = program;
    this.#line = line;
  }

  /** @returns the peer, or why there is none */
  static async start(program: PeerProgram): Promise<Peer | Absent> {
    const line = new Line(program);
    const hello = await line.next();
    if (hello.ready !== undefined) return new Peer(program, line, hello);
    line.hangUp();
    return { name: program.name, reason: hello.unable ?? 'it did not say that it is ready' };
  }

  /** @returns what takes part in a case, with what it computed, or why it does not */
  async open(
    task: Task,
    { patience = PATIENCE_SECONDS }: { readonly patience?: number } = {},
  ): Promise<{ readonly contender: Contender; readonly digest?: readonly number[] } | Absent> {
    const { name } = this;
    const line = this.#line;
    await line.ask({ close: true });
    const late = Symbol('late');
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<typeof late>((resolve) => {
      timer = setTimeout(() => resolve(late), patience * 1000);
    });
    const reply = await Promise.race([line.ask({ open: task }), limit]);
    clearTimeout(timer);
    if (reply === late) {
      line.hangUp();
      this.#line = new Line(this.#program);
      await this.#line.next();
      return { name, reason: `the first run takes more than ${patience} s` };
    }
    if (reply.unable !== undefined) return { name, reason: reply.unable };
    const contender: Contender = { name, run: async () => (await line.ask({ run: true })).milliseconds ?? Number.NaN };
    return reply.digest === undefined ? { contender } : { contender, digest: reply.digest };
  }

  stop(): void {
    this.#line.hangUp();
  }
}

/** A process that answers each line with one. */
class Line {
  readonly #child: ChildProcess;
  readonly #replies: AsyncIterator<string>;

  constructor({ command, arguments: args, environment = {} }: PeerProgram) {
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'], env: { ...process.env, ...environment } });
    // A command that is not there ends its output too, which is where it is noticed.
    this.#child.on('error', () => undefined);
    this.#child.stdin!.on('error', () => undefined);
    this.#replies = createInterface({ input: this.#child.stdout! })[Symbol.asyncIterator]();
  }

  ask(request: Request): Promise<Reply> {
    this.#child.stdin!.write(`${JSON.stringify(request)}\n`);
    return this.next();
  }

  async next(): Promise<Reply> {
    const { value, done } = await this.#replies.next();
    return done === true ? { unable: 'its process ended' } : (JSON.parse(value) as Reply);
  }

  hangUp(): void {
    this.#child.stdin!.end();
    this.#child.kill();
  }
}
