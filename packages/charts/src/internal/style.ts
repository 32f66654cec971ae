/**
 * Colors of Okabe and Ito that everyone can tell apart, with a contrast of 3 : 1 on white and on black; the last is
 * that of the text. Series differ by dash and symbol as well as by color.
 *
 * @see Okabe and Ito 2008, Color Universal Design
 */
export const palette = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', 'currentColor'] as const;
const dashes = ['none', '7 4', '2 3', '9 3 2 3', '12 5'] as const;
const symbols = ['circle', 'triangle', 'square', 'diamond', 'cross'] as const;

export type SeriesStyle = {
  readonly color: string;
  /** As in `stroke-dasharray`. */
  readonly dash: string;
  readonly symbol: (typeof symbols)[number];
};

/** The style of the i-th series: 5 colors times 5 dashes, then from the start again. */
export function seriesStyle(i: number): SeriesStyle {
  const round = Math.floor(i / palette.length);
  return {
    color: palette[i % palette.length]!,
    dash: dashes[(i + round) % dashes.length]!,
    symbol: symbols[(i + round) % symbols.length]!,
  };
}

/** The size of all text but titles, in CSS pixels. */
export const fontSize = 12;
export const titleSize = 14;

/** The opacity of grid lines. */
export const gridOpacity = 0.16;

/** The width of a text in CSS pixels: an estimate on the large side, because Node has no font to measure. */
export function textWidth(text: string, size: number = fontSize): number {
  let ems = 0;
  for (const character of text) ems += emsOf(character);
  return ems * size;
}

function emsOf(character: string): number {
  if (/[ilj.,:;'|!()[\]tfr ]/.test(character)) return 0.35;
  if (/[A-Z@%mwMW→]/.test(character)) return 0.78;
  return character.codePointAt(0)! > 0x2e7f ? 1.05 : 0.64;
}

/** Breaks a text between words into lines of at most `width`; longer words are broken too. */
export function wrapText(text: string, width: number, size: number = fontSize): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (textWidth(longer, size) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = '';
    for (const character of word) {
      if (line !== '' && textWidth(line + character, size) > width) {
        lines.push(line);
        line = '';
      }
      line += character;
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** The beginning of a text with an ellipsis where it is wider than `width`; at least one character. */
export function shortenText(text: string, width: number, size: number = fontSize): string {
  let ems = 0;
  /** The end of what fits together with an ellipsis. */
  let end = 0;
  let at = 0;
  for (const character of text) {
    ems += emsOf(character);
    at += character.length;
    if (end === 0 || (ems + emsOf('…')) * size <= width) end = at;
    if (ems * size > width) return `${text.slice(0, end)}…`;
  }
  return text;
}
