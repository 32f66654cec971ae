import { broken, escaped, flag, type Part, patternOf, stepsOf, string, unsupported } from './parts.js';
import { behaviorOf, splitText } from './split-text.js';

/** Divides a piece of a text; `isFirst` says whether it is at the beginning of the text. */
type Divide = (piece: string, isFirst: boolean) => readonly string[];

const SUPPORTED = [
  'BertPreTokenizer',
  'CharDelimiterSplit',
  'Digits',
  'Metaspace',
  'Punctuation',
  'Sequence',
  'Split',
  'Whitespace',
  'WhitespaceSplit',
];

const PUNCTUATION = '[\\p{P}$+<=>^`|~]';
const WORD = '\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}';
const WHITE = /\p{White_Space}/gu;

/**
 * The pre-tokenizer of a `tokenizer.json`: the pieces that a model divides further.
 *
 * @throws FormatError naming a part that is not supported
 */
export function preTokenizerOf(value: unknown): Divide {
  const steps = stepsOf('pre_tokenizer', value, 'pretokenizers').map(stepOf);
  return (text, isFirst) =>
    steps.reduce<readonly string[]>(
      (pieces, step) => pieces.flatMap((piece, i) => step(piece, isFirst && i === 0)),
      text === '' ? [] : [text],
    );
}

function stepOf(part: Part): Divide {
  switch (part.type) {
    case 'BertPreTokenizer': {
      const signs = new RegExp(PUNCTUATION, 'gu');
      return (piece) => splitText(piece, WHITE, 'Removed').flatMap((word) => splitText(word, signs, 'Isolated'));
    }
    case 'CharDelimiterSplit': {
      const delimiter = new RegExp(escaped(string('pre_tokenizer.delimiter', part.delimiter)), 'gu');
      return (piece) => splitText(piece, delimiter, 'Removed');
    }
    case 'Digits': {
      const behavior = flag('pre_tokenizer.individual_digits', part.individual_digits, false)
        ? 'Isolated'
        : 'Contiguous';
      return (piece) => splitText(piece, /\p{N}/gu, behavior);
    }
    case 'Metaspace':
      return metaspace(part);
    case 'Punctuation': {
      const behavior = behaviorOf('pre_tokenizer.behavior', part.behavior ?? 'Isolated');
      const signs = new RegExp(PUNCTUATION, 'gu');
      return (piece) => splitText(piece, signs, behavior);
    }
    case 'Split': {
      const behavior = behaviorOf('pre_tokenizer.behavior', part.behavior);
      const isInverted = flag('pre_tokenizer.invert', part.invert, false);
      const pattern = new RegExp(patternOf('pre_tokenizer.pattern', part.pattern), 'gu');
      return (piece) => splitText(piece, pattern, behavior, isInverted);
    }
    case 'Whitespace': {
      const words = new RegExp(`[${WORD}]+|[^${WORD}\\p{White_Space}]+`, 'gu');
      return (piece) => splitText(piece, words, 'Removed', true);
    }
    case 'WhitespaceSplit':
      return (piece) => splitText(piece, WHITE, 'Removed');
    default:
      throw unsupported('pre_tokenizer', part.type, SUPPORTED);
  }
}

/** How a text begins in SentencePiece: `always` with a sign for a space, only at the `first` piece, or `never`. */
type PrependScheme = 'always' | 'first' | 'never';

/** The sign for a space, and where one is put before a piece; older files have a flag instead. */
export function spacesOf(where: string, part: Part): { readonly sign: string; readonly scheme: PrependScheme } {
  const sign = string(`${where}.replacement`, part.replacement ?? '\u2581');
  const scheme =
    part.prepend_scheme ?? (flag(`${where}.add_prefix_space`, part.add_prefix_space, true) ? 'always' : 'never');
  if (scheme === 'always' || scheme === 'first' || scheme === 'never') return { sign, scheme };
  throw broken(`${where}.prepend_scheme`, 'be always, first or never', scheme);
}

function metaspace(part: Part): Divide {
  const { sign, scheme } = spacesOf('pre_tokenizer', part);
  const isSplit = flag('pre_tokenizer.split', part.split, true);
  const pattern = new RegExp(escaped(sign), 'gu');
  return (piece, isFirst) => {
    const signs = piece.replaceAll(' ', sign);
    const isPrepended = (scheme === 'always' || (scheme === 'first' && isFirst)) && !signs.startsWith(sign);
    const whole = isPrepended ? sign + signs : signs;
    return isSplit ? splitText(whole, pattern, 'MergedWithNext') : [whole];
  };
}
