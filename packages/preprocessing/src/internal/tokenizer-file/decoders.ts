import { flag, type Part, patternOf, stepsOf, string, unsupported } from './parts.js';
import { spacesOf } from './pre-tokenizers.js';

/** Tokens to texts that are put together. */
type Decode = (tokens: readonly string[]) => readonly string[];

const SUPPORTED = ['ByteFallback', 'Fuse', 'Metaspace', 'Replace', 'Sequence', 'Strip', 'WordPiece'];
const decoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

/** What is put right after words were joined by spaces, in this order. */
const CLEAN: readonly (readonly [string, string])[] = [
  [' .', '.'],
  [' ?', '?'],
  [' !', '!'],
  [' ,', ','],
  [" ' ", "'"],
  [" n't", "n't"],
  [" 'm", "'m"],
  [' do not', " don't"],
  [" 's", "'s"],
  [" 've", "'ve"],
  [" 're", "'re"],
];

/**
 * The decoder of a `tokenizer.json`; without one tokens are joined by spaces.
 *
 * @throws FormatError naming a part that is not supported
 */
export function decoderOf(value: unknown): (tokens: readonly string[]) => string {
  const steps = stepsOf('decoder', value, 'decoders').map(stepOf);
  if (steps.length === 0) return (tokens) => tokens.join(' ');
  return (tokens) => steps.reduce((texts, step) => step(texts), tokens).join('');
}

function stepOf(part: Part): Decode {
  switch (part.type) {
    case 'ByteFallback':
      return fromBytes;
    case 'Fuse':
      return (tokens) => [tokens.join('')];
    case 'Metaspace': {
      const { sign, scheme } = spacesOf('decoder', part);
      return (tokens) => tokens.map((token, i) => token.replaceAll(sign, i === 0 && scheme !== 'never' ? '' : ' '));
    }
    case 'Replace': {
      const pattern = new RegExp(patternOf('decoder.pattern', part.pattern), 'gu');
      const content = string('decoder.content', part.content);
      return (tokens) => tokens.map((token) => token.replace(pattern, () => content));
    }
    case 'Strip':
      return strip(part);
    case 'WordPiece':
      return wordPiece(part);
    default:
      throw unsupported('decoder', part.type, SUPPORTED);
  }
}

function wordPiece(part: Part): Decode {
  const prefix = string('decoder.prefix', part.prefix ?? '##');
  const isClean = flag('decoder.cleanup', part.cleanup, true);
  return (tokens) =>
    tokens.map((token, i) => {
      const text = i === 0 ? token : token.startsWith(prefix) ? token.slice(prefix.length) : ` ${token}`;
      return isClean ? CLEAN.reduce((changed, [from, to]) => changed.replaceAll(from, to), text) : text;
    });
}

/** Runs of `<0x…>` as the text of these bytes; where they are none, each is U+FFFD. */
function fromBytes(tokens: readonly string[]): readonly string[] {
  const texts: string[] = [];
  let bytes: number[] = [];
  const flush = (): void => {
    if (bytes.length === 0) return;
    try {
      texts.push(decoder.decode(Uint8Array.from(bytes)));
    } catch {
      for (const _ of bytes) texts.push('\ufffd');
    }
    bytes = [];
  };
  for (const token of tokens) {
    const [, byte] = /^<0x([0-9A-Fa-f]{2})>$/.exec(token) ?? [];
    if (byte === undefined) {
      flush();
      texts.push(token);
    } else {
      bytes.push(Number.parseInt(byte, 16));
    }
  }
  flush();
  return texts;
}

function strip(part: Part): Decode {
  const content = string('decoder.content', part.content);
  const [left, right] = [Number(part.start ?? 0), Number(part.stop ?? 0)];
  return (tokens) =>
    tokens.map((token) => {
      const characters = [...token];
      let [start, end] = [0, characters.length];
      while (start < Math.min(left, characters.length) && characters[start] === content) start++;
      while (end > start && characters.length - end < right && characters[end - 1] === content) end--;
      return characters.slice(start, end).join('');
    });
}
