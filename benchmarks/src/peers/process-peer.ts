import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onCores, pinEach } from '../pin.js';
import type { PeerProgram, Reply, Request } from './protocol.js';

/** How a peer's process is started. */
export type ProcessOptions = {
  readonly name: string;
  readonly command: string;
  readonly arguments: readonly string[];
  /** On how many cores it is kept. Default 1. */
  readonly threads?: number;
  readonly environment?: Readonly<Record<string, string>>;
};

/** A peer in a process of its own, which answers each line of its standard input with one. */
export function processPeer({
  name,
  command,
  arguments: args,
  threads = 1,
  environment = {},
}: ProcessOptions): PeerProgram {
  const connect: PeerProgram['connect'] = async () => {
    const [program, ...rest] = onCores(threads, [command, ...args]);
    const child = spawn(program!, rest, { stdio: ['pipe', 'pipe', 'ignore'], env: { ...process.env, ...environment } });
    // A command that is not there ends its output too, which is where it is noticed.
    child.on('error', () => undefined);
    child.stdin.on('error', () => undefined);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const next = async (): Promise<Reply> => {
      const { value, done } = await lines.next();
      return done === true ? { unable: 'its process ended' } : (JSON.parse(value) as Reply);
    };
    const ask = (request: Request): Promise<Reply> => {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      return next();
    };
    const hangUp = (): void => {
      child.stdin.end();
      child.kill();
    };
    const hello = await next();
    if (threads > 1 && hello.threads !== undefined) pinEach([child.pid!, ...hello.threads], threads);
    return { hello, ask, hangUp };
  };
  return { name, connect };
}

/** A peer of this folder, in Node. */
export function nodePeer(
  name: string,
  {
    file,
    args = [],
    threads = 1,
  }: { readonly file: string; readonly args?: readonly string[]; readonly threads?: number },
): PeerProgram {
  const script = fileURLToPath(new URL(`${file}.js`, import.meta.url));
  return processPeer({ name, command: process.execPath, arguments: [script, ...args], threads });
}
