/** Something that `setup` or `teardown` does, told before it is done. */
export type Step = {
  /** What, and how long or how large, in a line. */
  readonly title: string;
  /** The command, or the paths that are written or removed. */
  details(): readonly string[];
  run(): Promise<void>;
};

/**
 * Tells each step and then does it.
 *
 * @param options `dryRun`: tells alone
 */
export async function runSteps(
  steps: readonly Step[],
  { dryRun, say }: { readonly dryRun: boolean; readonly say: (line: string) => void },
): Promise<void> {
  for (const [i, { title, details, run }] of steps.entries()) {
    say(`${i + 1}/${steps.length} ${title}`);
    for (const detail of details()) say(`    ${detail}`);
    if (!dryRun) await run();
  }
  if (dryRun) say('Nothing was done: this was a dry run.');
}
