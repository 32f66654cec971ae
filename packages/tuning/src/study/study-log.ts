/**
 * Where a study is kept: lines of JSON that are only ever appended, by any number of processes. What a line means follows from
 * those before it, so that all who read the same lines know the same.
 */
export interface StudyLog {
  /** What it is, for errors: the path of a file. */
  readonly name: string;
  /**
   * Appends a line that has no line break. It is there as a whole or not at all when the promise resolves, and lines of several
   * processes never mix.
   */
  append(line: string): Promise<void>;
  /**
   * The lines from a position on that are there as a whole.
   *
   * @param position 0, or what the last call gave
   */
  read(position: number): Promise<{ readonly lines: readonly string[]; readonly position: number }>;
  /** Whether other processes may append too: then what runs must show that it is alive. */
  readonly isShared: boolean;
  close(): Promise<void>;
}
