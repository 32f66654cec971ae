let tell: (problem: string) => void;

/** Settled with why the page's engine does not start, where it does not. */
export const engineProblem: Promise<string> = new Promise((resolve) => {
  tell = resolve;
});

/** What waits for the engine: where it does not start, that is told once, and nothing that waits goes on. */
export function withEngine<Result>(work: Promise<Result>): Promise<Result> {
  return work.catch((error: unknown) => {
    tell(error instanceof Error ? error.message : String(error));
    return new Promise<never>(() => {});
  });
}
