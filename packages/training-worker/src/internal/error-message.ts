import type { ErrorMessage } from './worker-messages.js';

/** The part of an error that can be sent to a page. */
export function errorMessage(error: unknown): ErrorMessage {
  const { name, message, stack } = error instanceof Error ? error : new TypeError(String(error));
  return { name, message, stack };
}
