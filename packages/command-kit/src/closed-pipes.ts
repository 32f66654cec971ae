/**
 * Keeps the program alive when nobody reads its output any more, as after `| head -1`: what is written then is lost,
 * and the work goes on. Any other failure of standard output, such as a full disk, is told, and the exit code says it.
 *
 * @param command how the program is called, e.g. `npm start`
 */
export function survivePipes(command: string): void {
  let told = false;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (told || error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED') return;
      told = true;
      process.exitCode = 1;
      process.stderr.write(`${command}: the output cannot be written: ${error.message}.\n`);
    });
  }
}
