import type { Absent } from '../case-result.js';
import type { Contender } from '../measure.js';
import type { Connection, PeerProgram, Reply, Task } from './protocol.js';

/** Preparing a task and running it once may take so long; whoever needs more would hold up all others. */
const PATIENCE_SECONDS = 30;
/** A run may take so long: in each case there are some 80 of each contender. */
const LONGEST_RUN_SECONDS = 2;

/** An engine in a process or page of its own, so that no two share a heap, a compiler's memory or a backend's name. */
export class Peer {
  readonly name: string;
  /** What it said first. */
  readonly hello: Reply;
  readonly #program: PeerProgram;
  #connection: Connection;

  private constructor(program: PeerProgram, connection: Connection) {
    this.name = program.name;
    this.hello = connection.hello;
    this.#program = program;
    this.#connection = connection;
  }

  /** @returns the peer, or why there is none */
  static async start(program: PeerProgram): Promise<Peer | Absent> {
    const connection = await program.connect();
    if (typeof connection === 'string') return { name: program.name, reason: connection };
    if (connection.hello.ready !== undefined) return new Peer(program, connection);
    connection.hangUp();
    return { name: program.name, reason: connection.hello.unable ?? 'it did not say that it is ready' };
  }

  /** @returns what takes part in a case, with what it computed, or why it does not */
  async open(
    task: Task,
    {
      patience = PATIENCE_SECONDS,
      longestRun = LONGEST_RUN_SECONDS,
    }: { readonly patience?: number; readonly longestRun?: number } = {},
  ): Promise<{ readonly contender: Contender; readonly digest?: readonly number[] } | Absent> {
    const { name } = this;
    const connection = this.#connection;
    await connection.ask({ close: true });
    const late = Symbol('late');
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<typeof late>((resolve) => {
      timer = setTimeout(() => resolve(late), patience * 1000);
    });
    const reply = await Promise.race([connection.ask({ open: task }), limit]);
    clearTimeout(timer);
    if (reply === late) {
      connection.hangUp();
      const again = await this.#program.connect();
      if (typeof again !== 'string') this.#connection = again;
      return { name, reason: `the first run takes more than ${patience} s` };
    }
    if (reply.unable !== undefined) return { name, reason: reply.unable };
    const seconds = (reply.milliseconds ?? 0) / 1000;
    if (seconds > longestRun) return { name, reason: `a run takes ${seconds.toFixed(1)} s` };
    const run = async (): Promise<number> => (await connection.ask({ run: true })).milliseconds ?? Number.NaN;
    return { contender: { name, run }, ...(reply.digest === undefined ? {} : { digest: reply.digest }) };
  }

  stop(): void {
    this.#connection.hangUp();
  }
}
