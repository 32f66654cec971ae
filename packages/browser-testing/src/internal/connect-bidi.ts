import { BackendError } from '@neurite/core';
import { WebSocket } from 'ws';

/** A connection to a browser. */
export type Bidi = {
  /** @returns the result, of the type in the standard; rejects with the browser's error */
  send<Result>(method: string, params: object): Promise<Result>;
  /** @param listener gets the parameters that the standard defines for this event */
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
    const message = JSON.parse(String(data)) as Message; // defined by the standard
    if (message.type === 'event') {
      listeners.get(message.method)?.(message.params);
      return;
    }
    const { resolve, reject } = waiting.get(message.id)!; // a response has the id of its command
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
        waiting.set(id, { resolve: resolve as Waiting['resolve'], reject }); // the caller knows the type of the result
        socket.send(JSON.stringify({ id, method, params }));
      }),
    on: (event, listener) => void listeners.set(event, listener as (params: unknown) => void),
    close: () => socket.close(),
  };
}
