/** What the line writes to: `process.stderr`, or anything with a `write`. */
export type LineStream = {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
};

export type ProgressLine = {
  /**
   * Shows how far the work is. On a terminal one line is redrawn; elsewhere a line is written whenever another `stage`
   * begins.
   *
   * @param share of the work that is done, from 0 to 1
   */
  show(share: number, words: { readonly stage: string; readonly detail: string }): void;
  /** Removes the line, so that something else can be written. */
  clear(): void;
};

const GAUGE = 20;

/** A bar with what is done now, for work of many parts. It never takes more than one line. */
export function progressLine(stream: LineStream = process.stderr): ProgressLine {
  const { CI, TERM } = process.env;
  const isLive = stream.isTTY === true && TERM !== 'dumb' && (CI === undefined || CI === '' || CI === 'false');
  let last: string | undefined;
  return {
    show: (share, { stage, detail }) => {
      const percent = `${Math.floor(100 * share)} %`.padStart(6);
      if (!isLive) {
        if (stage !== last) stream.write(`${percent.trim()}: ${stage}\n`);
        last = stage;
        return;
      }
      const done = Math.round(GAUGE * share);
      const line = `${'━'.repeat(done)}${'─'.repeat(GAUGE - done)}${percent} ${stage}${detail === '' ? '' : `, ${detail}`}`;
      // The last column stays free: some terminals wrap when it is written to.
      const width = (stream.columns || 80) - 1;
      stream.write(`\r${line.length > width ? `${line.slice(0, width - 1)}…` : line}\x1b[K`);
    },
    clear: () => {
      if (isLive) stream.write('\r\x1b[K');
    },
  };
}
