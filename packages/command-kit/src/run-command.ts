import { BackendError, NeuriteError, NumericError } from '@neurite/core/errors';
import { type Command, CommanderError } from 'commander';
import { describeSystemError } from './system-errors.js';

/** A wrong option, file or image. */
const EXIT_WRONG_USE = 2;
/** A full disk, an engine that does not work, a training that diverges. */
const EXIT_FAULT = 1;

/**
 * Runs the command that arguments name, and says in one sentence what goes wrong.
 *
 * @param program with `exitOverride()`; its name is how the program is called
 * @param args without Node and the path of the program
 * @returns the exit code: 0, 1 for a fault, 2 for wrong use
 * @throws whatever is a defect of the program
 */
export async function runCommand(program: Command, args: readonly string[]): Promise<number> {
  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_WRONG_USE;
    if (error instanceof NeuriteError) {
      process.stderr.write(`${error.message}\n`);
      return error instanceof BackendError || error instanceof NumericError ? EXIT_FAULT : EXIT_WRONG_USE;
    }
    const fault = describeSystemError(error, program.name().replace(/ --$/, ''));
    if (fault === undefined) throw error;
    process.stderr.write(`${fault.sentence}\n`);
    return fault.exitCode;
  }
}
