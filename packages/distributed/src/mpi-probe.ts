/** One thing that is needed, and whether it is there. */
export type MpiFact = {
  readonly name: string;
  readonly ok: boolean;
  readonly text: string;
  /** The command that mends it, or what else does; undefined where nothing is wrong. */
  readonly fix: string | undefined;
};

/** What `mpi` would find here. */
export type MpiProbe = {
  /** Whether processes that mpirun starts would join. */
  readonly available: boolean;
  readonly facts: readonly MpiFact[];
  /** A line for each fact, and one for each command that mends something. */
  toString(): string;
};

/** What is known from these facts. */
export function probeOf(facts: readonly MpiFact[]): MpiProbe {
  const lines = facts.flatMap(({ name, ok, text, fix }) => [
    `${ok ? '✓' : '✗'} ${name.padEnd(8)} ${text}`,
    ...(fix === undefined ? [] : [`${' '.repeat(11)}→ ${fix}`]),
  ]);
  return { available: facts.every(({ ok }) => ok), facts, toString: () => lines.join('\n') };
}
