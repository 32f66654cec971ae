import type { ServerResponse } from 'node:http';

/** How slow a connection is. */
export type Connection = {
  /** Of everything that is sent, together. */
  readonly bytesPerSecond: number;
  /** Milliseconds between a request and the first byte of its response. */
  readonly latency: number;
};

/** What one response still has to send. */
type Sending = { readonly response: ServerResponse; readonly content: Uint8Array; sent: number };

/** Bytes of one response before it is the next one's turn. */
const PACKET = 1460;
/** Milliseconds. */
const PAUSE = 5;

/** Sends responses over one slow connection that they share. */
export class SlowLink {
  readonly #connection: Connection;
  #waiting: Sending[] = [];
  /** When the line is free again, in milliseconds. */
  #free = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  send(response: ServerResponse, content: Uint8Array): void {
    setTimeout(() => {
      response.flushHeaders();
      this.#waiting.push({ response, content, sent: 0 });
      if (this.#timer !== undefined) return;
      this.#free = performance.now();
      this.#timer = setInterval(() => this.#work(), PAUSE);
    }, this.#connection.latency);
  }

  #work(): void {
    const now = performance.now();
    while (this.#free <= now) {
      const next = this.#waiting.shift();
      if (next === undefined) {
        clearInterval(this.#timer);
        this.#timer = undefined;
        return;
      }
      const { response, content, sent } = next;
      next.sent = Math.min(sent + PACKET, content.length);
      this.#free += ((next.sent - sent) / this.#connection.bytesPerSecond) * 1000;
      response.write(content.subarray(sent, next.sent));
      if (next.sent === content.length) response.end();
      else this.#waiting.push(next);
    }
  }
}
