/** What the bar writes to: `process.stdout`, or anything with a `write`. */
export type ProgressStream = {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
};

/** How progress is shown. */
export type ProgressBarOptions = {
  /** Default: standard error; in a page, the console. */
  readonly stream?: ProgressStream;
  /** The width of the terminal in characters. Default: that of the stream at each update, or 80. */
  readonly columns?: number;
  /**
   * Whether one line is redrawn, which a page's console cannot do. Default: where the stream is a terminal and `CI` is not
   * set.
   */
  readonly live?: boolean;
  /** Seconds between two drawings of the bar, or between two lines of a long epoch where nothing is live. Default 0.1 and 30. */
  readonly interval?: number;
};

/** Undefined in a page. */
export function standardError(): ProgressStream | undefined {
  return typeof process === 'undefined' ? undefined : process.stderr;
}

/** For pages: each line is a message of its own. */
// biome-ignore lint/suspicious/noConsole: a page has no other stream of text.
export const consoleLines: ProgressStream = { write: (text) => console.info(text.trimEnd()) };

/** Whether nobody watches: in continuous integration, or on a terminal that cannot redraw a line. */
export function isUnattended(): boolean {
  const { CI, TERM } = typeof process === 'undefined' ? {} : process.env;
  return (CI !== undefined && CI !== '' && CI !== 'false') || TERM === 'dumb';
}
