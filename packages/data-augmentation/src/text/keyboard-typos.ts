import { checkChoice, resolveOptions } from '@neurite/core';
import { KEYBOARDS } from '../internal/confusions.js';
import {
  type Chance,
  chosen,
  pick,
  type TextAugmentation,
  textAugmentation,
  unitsOf,
} from '../internal/text-augmentation.js';

export type KeyboardTyposOptions = Chance & {
  /** How often a letter is mistyped, 0 to 1. Default 0.03. */
  readonly rate?: number;
  /** Default `qwerty`. */
  readonly keyboard?: 'qwerty' | 'qwertz' | 'azerty';
};

/**
 * Hits the key beside the right one, here and there; upper case stays, and what is no letter of the keyboard.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const typos = keyboardTypos({ rate: 0.1 });
 * typos.text('the quick brown fox', typos.draw(RandomStream.fromSeed(1), {}));
 * @see Belinkov and Bisk, "Synthetic and Natural Noise Both Break Neural Machine Translation", 2018
 */
export function keyboardTypos(options: KeyboardTyposOptions = {}): TextAugmentation {
  const name = 'keyboardTypos';
  const { probability, rate, keyboard } = resolveOptions(name, options, {
    probability: 1,
    rate: 0.03,
    keyboard: 'qwerty',
  });
  checkChoice(name, 'keyboard', keyboard, ['qwerty', 'qwertz', 'azerty']);
  const keys: Readonly<Record<string, readonly string[]>> = KEYBOARDS[keyboard];
  return textAugmentation({
    name,
    probability,
    rate,
    change: (text, random) => {
      const { units, join } = unitsOf(text, 'character');
      for (const i of chosen(units.length, rate, random)) {
        const key = units[i]!;
        const lower = key.toLowerCase();
        if (!Object.hasOwn(keys, lower)) continue;
        const typed = pick(keys[lower]!, random);
        units[i] = key === lower ? typed : typed.toUpperCase();
      }
      return join(units);
    },
  });
}
