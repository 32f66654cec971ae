/** Where a callback's warnings go that nobody takes: a warning of the process, in a page one of the console. */
export function sayWarning(message: string): void {
  if (typeof process !== 'undefined' && typeof process.emitWarning === 'function') {
    process.emitWarning(message, 'TrainingWarning');
    return;
  }
  // biome-ignore lint/suspicious/noConsole: a page has no other place for a warning.
  console.warn(message);
}
