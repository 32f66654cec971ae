/**
 * Runs one call at a time and keeps only the newest of those that arrive meanwhile, so that a fast hand never builds a
 * queue in front of a slow network.
 */
export function latest<Input>(work: (input: Input) => Promise<void>): (input: Input) => void {
  let running = false;
  let next: { readonly input: Input } | undefined;
  const run = async (input: Input): Promise<void> => {
    running = true;
    try {
      await work(input);
    } finally {
      running = false;
    }
    const waiting = next;
    next = undefined;
    if (waiting !== undefined) await run(waiting.input);
  };
  return (input) => {
    if (running) next = { input };
    else void run(input);
  };
}
