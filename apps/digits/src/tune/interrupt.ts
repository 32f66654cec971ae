/** Interrupts that come within so many milliseconds are one press of the keys. */
const TOGETHER = 500;

/** Waits for Ctrl-C. */
export type Interrupt = { readonly signal: AbortSignal; readonly close: () => void };

/** Aborts a signal at the first Ctrl-C, and tells so; half a second later the next one ends the process at once, as always. */
export function listenForInterrupt(tell: () => void): Interrupt {
  const controller = new AbortController();
  const close = (): void => void process.off('SIGINT', listener);
  const listener = (): void => {
    if (controller.signal.aborted) return;
    controller.abort(new Error('interrupted'));
    setTimeout(close, TOGETHER).unref();
    tell();
  };
  process.on('SIGINT', listener);
  return { signal: controller.signal, close };
}
