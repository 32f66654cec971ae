import { broken } from './parts.js';

const ARGUMENT = 'normalizer.precompiled_charsmap';
const MASK = 0xff;
/** Clusters whose texts are remembered. */
const REMEMBERED = 10_000;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Bytes of characters that are looked up together. */
const LONGEST_CLUSTER = 6;

/**
 * The table of SentencePiece that replaces characters: a double-array trie (Darts) of what is replaced, and the texts that
 * it becomes.
 *
 * @param base64 the length of the trie in bytes, its units, and texts that end with a zero, as a file has them
 * @returns a function that replaces in a text, cluster by cluster where one is short, else character by character
 * @throws FormatError when it is damaged
 * @see Aoe, "An efficient digital search algorithm by using a double-array structure", 1989
 */
export function readCharsmap(base64: string): (text: string) => string {
  const bytes = fromBase64(base64);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const size = bytes.length < 4 ? -1 : view.getUint32(0, true);
  if (size < 4 || size % 4 !== 0 || size + 4 > bytes.length)
    throw broken(ARGUMENT, 'hold a table of characters', base64);
  const units = Uint32Array.from({ length: size / 4 }, (_, i) => view.getUint32(4 + 4 * i, true));
  const texts = bytes.subarray(4 + size);
  const replaced = (part: string): string | undefined => {
    const at = lookUp(units, encoder.encode(part));
    if (at === undefined) return undefined;
    const end = texts.indexOf(0, at);
    return decoder.decode(texts.subarray(at, end < 0 ? texts.length : end));
  };
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
  const known = new Map<string, string>();
  const changed = (cluster: string): string => {
    const remembered = known.get(cluster);
    if (remembered !== undefined) return remembered;
    const whole = encoder.encode(cluster).length < LONGEST_CLUSTER ? replaced(cluster) : undefined;
    const result = whole ?? Array.from(cluster, (character) => replaced(character) ?? character).join('');
    if (known.size < REMEMBERED) known.set(cluster, result);
    return result;
  };
  return (text) => {
    let result = '';
    for (const cluster of clustersOf(text, segmenter)) result += changed(cluster);
    return result;
  };
}

/** Code units that are segmented at a time: the time of a segmenter grows with the square of the length. */
const WINDOW = 512;

/** The grapheme clusters of a text. */
function* clustersOf(text: string, segmenter: Intl.Segmenter): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const segments = Array.from(segmenter.segment(text.slice(start, start + WINDOW)), ({ segment }) => segment);
    // The last one may go on behind the window.
    if (start + WINDOW < text.length && segments.length > 1) segments.pop();
    for (const segment of segments) {
      yield segment;
      start += segment.length;
    }
  }
}

/** Where the text of the shortest beginning of a key that the trie holds begins. */
function lookUp(units: Uint32Array, key: Uint8Array): number | undefined {
  let node = offsetOf(units[0]!);
  for (const byte of key) {
    if (byte === 0) return undefined;
    node ^= byte;
    const unit = units[node];
    if (unit === undefined || (unit & (0x80000000 | MASK)) >>> 0 !== byte) return undefined;
    node ^= offsetOf(unit);
    if (((unit >>> 8) & 1) === 1) return (units[node] ?? 0) & 0x7fffffff;
  }
  return undefined;
}

function offsetOf(unit: number): number {
  return ((unit >>> 10) << ((unit & (1 << 9)) >>> 6)) >>> 0;
}

function fromBase64(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    throw broken(ARGUMENT, 'be base64', text);
  }
}
