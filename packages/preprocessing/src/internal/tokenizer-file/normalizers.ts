import { readCharsmap } from './charsmap.js';
import { flag, type Part, patternOf, stepsOf, string, unsupported } from './parts.js';

/** Changes a text before it is divided. */
type Normalize = (text: string) => string;

const FORMS = ['NFC', 'NFD', 'NFKC', 'NFKD'] as const;
const SUPPORTED = [
  'BertNormalizer',
  'Lowercase',
  'NFC',
  'NFD',
  'NFKC',
  'NFKD',
  'Precompiled',
  'Prepend',
  'Replace',
  'Sequence',
  'Strip',
  'StripAccents',
];

/** Controls, and what stands for characters that could not be read; tabs and line ends are white space. */
const NOISE = /(?![\t\n\r])[\0\ufffd\p{Cc}\p{Cf}\p{Co}]/gu;
/** The blocks of ideographs that BERT puts spaces around. */
const IDEOGRAPHS =
  /[\u4e00-\u9fff\u3400-\u4dbf\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b920}-\u{2ceaf}\uf900-\ufaff\u{2f800}-\u{2fa1f}]/gu;

/**
 * The normalizer of a `tokenizer.json`.
 *
 * @throws FormatError naming a part that is not supported
 */
export function normalizerOf(value: unknown): Normalize {
  const steps = stepsOf('normalizer', value, 'normalizers').map(stepOf);
  return (text) => steps.reduce((changed, step) => step(changed), text);
}

function stepOf(part: Part): Normalize {
  const form = FORMS.find((each) => each === part.type);
  if (form !== undefined) return (text) => text.normalize(form);
  switch (part.type) {
    case 'BertNormalizer':
      return bert(part);
    case 'Lowercase':
      return lowercase;
    case 'Precompiled':
      return readCharsmap(string('normalizer.precompiled_charsmap', part.precompiled_charsmap));
    case 'Prepend': {
      const before = string('normalizer.prepend', part.prepend);
      return (text) => (text === '' ? '' : before + text);
    }
    case 'Replace': {
      const pattern = new RegExp(patternOf('normalizer.pattern', part.pattern), 'gu');
      const content = string('normalizer.content', part.content);
      return (text) => text.replace(pattern, () => content);
    }
    case 'Strip': {
      const left = flag('normalizer.strip_left', part.strip_left, true);
      const right = flag('normalizer.strip_right', part.strip_right, true);
      return (text) => strip(text, left, right);
    }
    case 'StripAccents':
      return (text) => text.replace(/\p{M}/gu, '');
    default:
      throw unsupported('normalizer', part.type, SUPPORTED);
  }
}

function bert(part: Part): Normalize {
  const isLowercase = flag('normalizer.lowercase', part.lowercase, true);
  const isClean = flag('normalizer.clean_text', part.clean_text, true);
  const isSpaced = flag('normalizer.handle_chinese_chars', part.handle_chinese_chars, true);
  const isBare = flag('normalizer.strip_accents', part.strip_accents, isLowercase);
  return (given) => {
    let text = given;
    if (isClean) text = text.replace(NOISE, '').replace(/\p{White_Space}/gu, ' ');
    if (isSpaced) text = text.replace(IDEOGRAPHS, (character) => ` ${character} `);
    if (isBare) text = text.normalize('NFD').replace(/\p{Mn}/gu, '');
    return isLowercase ? lowercase(text) : text;
  };
}

/** Character by character: the whole text would have another sigma at the end of a word. */
function lowercase(text: string): string {
  return text.replace(/\P{Lowercase_Letter}/gu, (character) => character.toLowerCase());
}

function strip(text: string, left: boolean, right: boolean): string {
  let [start, end] = [0, text.length];
  const isWhite = (at: number): boolean => /\p{White_Space}/u.test(text[at]!);
  if (left) while (start < end && isWhite(start)) start++;
  if (right) while (end > start && isWhite(end - 1)) end--;
  return text.slice(start, end);
}
