import { BackendError } from '@neurite/core';
import { WebSocket } from 'ws';

/** A connection to a browser. */
export type Bidi = {
  /** @returns the result, whose type the standard says; rejects with what the browser says is wrong */
  send<Result>(method: string, params: object): Promise<Result>;
  /** @param listener gets what the standard says for this event */
  on<Params>(event: string, listener: (params: Params) => void): void;
  close(): void;
};

type Waiting = { resolve(result: unknown): void; reject(error: Error): void };
type Message =
  | { readonly type: 'event'; readonly method: string; readonly params: unknown }
  | { readonly type: 'success'; readonly id: number; readonly result: unknown }
  | { readonly type: 'error'; readonly id: number; readonly error: string; readonly message: string };

/** @see https://w3c.github.io/webdriver-bidi/ */
export async function connectBidi(url: string): Promise<Bidi> {
  const socket = new WebSocket(url);
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, (params: unknown) => void>();
  let calls = 0;
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as Message; // as the standard has it
    if (message.type === 'event') {
      listeners.get(message.method)?.(message.params);
      return;
    }
    const { resolve, reject } = waiting.get(message.id)!; // it answers what was sent
    waiting.delete(message.id);
    if (message.type === 'success') resolve(message.result);
    else reject(new BackendError({ where: 'Firefox', problem: `${message.error}: ${message.message}` }));
  });
  await new Promise<void>((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
  });
  return {
    send: (method, params) =>
      new Promise((resolve, reject) => {
        const id = calls++;
        waiting.set(id, { resolve: resolve as Waiting['resolve'], reject }); // the caller knows what comes
        socket.send(JSON.stringify({ id, method, params }));
      }),
    on: (event, listener) => void listeners.set(event, listener as (params: unknown) => void),
    close: () => socket.close(),
  };
}
