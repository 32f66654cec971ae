import { integer, path } from '@neurite/command-kit/option-values';
import { runCommand } from '@neurite/command-kit/run-command';
import { versionLines } from '@neurite/command-kit/versions';
import { ArgumentError } from '@neurite/core/errors';
import { Command, Option } from 'commander';
import type { LearnOptions } from './learn.js';
import { versions } from './versions.js';

/** @returns the exit code: 0, 1 for a fault, 2 for wrong use */
export function runCommandLine(args: readonly string[]): Promise<number> {
  return runCommand(command(), args);
}

type Given = Omit<LearnOptions, 'run'> & { readonly run?: string; readonly picture?: string };

function command(): Command {
  return new Command('npm run translate --')
    .usage('[options] [phrase]')
    .description('Translates a phrase; without one it learns to translate.')
    .argument('[phrase...]', 'what the saved model of a run translates')
    .version(versionLines(versions()), '-V, --version', 'print the versions of the packages and of Node')
    .option('--from <language>', 'from which language: en, de, pt-BR …', 'en')
    .option('--to <language>', 'to which one', 'fr')
    .option('--data <file>', 'two columns of phrases instead of those of Unicode', path)
    .addOption(new Option('--network <kind>', 'what is trained').choices(['gru', 'lstm', 'transformer']).default('gru'))
    .option('--quick', 'a small part of it, to see that all works')
    .option('--epochs <count>', 'the passes over the phrases', integer(1), 16)
    .option('--seed <number>', 'the seed of all random numbers', integer(0), 7)
    .option('--run <folder>', 'the folder of the run; default: runs/translator', path)
    .option('--fresh', 'learn again, even where the folder has a run')
    .option('--picture <file>', 'draw what the network looked at, as SVG', path)
    .addHelpText(
      'after',
      `
Examples:
  npm run translate                                learn English to French
  npm run translate -- "Sunday, November 22, 2026"
  npm run translate -- --to de --run runs/german
  npm run translate -- --data pairs.tsv --run runs/pairs
Ctrl-C ends learning at any time; the same command goes on from there.`,
    )
    .exitOverride()
    .action(async (words: readonly string[], { run, picture, ...options }: Given) => {
      // Loaded when they run: what is said about wrong options waits for no library.
      if (words.length > 0) {
        const { translateCommand } = await import('./translate/translate-command.js');
        await translateCommand(words.join(' '), {
          run: run ?? 'runs/translator',
          ...(picture !== undefined && { picture }),
        });
        return;
      }
      if (picture !== undefined) {
        const expected = 'come with a phrase';
        throw new ArgumentError({ where: 'npm run translate', argument: '--picture', expected, received: 'none' });
      }
      const { learnCommand } = await import('./learn.js');
      await learnCommand({ ...options, run: run ?? (options.quick ? 'runs/translator-quick' : 'runs/translator') });
    });
}
