import { ArgumentError } from '@neurite/core/errors';
import type { Command } from 'commander';

const or = new Intl.ListFormat('en-GB', { type: 'disjunction' });

/**
 * Completes the command that runs where none is named: the help of the program has its options, and, unless it takes
 * arguments, a word that names no command is refused. Call it before the program adds examples to its help.
 *
 * @param command made with `isDefault: true`
 * @returns the same command
 */
export function asDefault(command: Command): Command {
  const program = command.parent!; // a default command is one of a program
  program.addHelpText('after', () => {
    // As commander lays them out for the width of the terminal.
    const options = command.helpInformation().split('\nOptions:\n')[1]!.trimEnd();
    return `\nOptions of ${command.name()}, the command where none is given:\n${options}`;
  });
  if (command.registeredArguments.length > 0) return command;
  return command.allowExcessArguments().hook('preAction', () => {
    // Such a word reaches the default command as an argument.
    const [word] = command.args;
    if (word === undefined) return;
    const where = program.name().replace(/ --$/, '');
    const expected = `be ${or.format(program.commands.map((one) => one.name()))}`;
    throw new ArgumentError({ where, argument: 'command', expected, received: word });
  });
}
