/**
 * Breaks a text between words into lines of at most `width`; longer words are cut.
 *
 * @param options.indent what lines begin with
 * @param options.first what the first line begins with; default: the same
 */
export function wrap(
  text: string,
  { width, indent = '', first = indent }: { readonly width: number; readonly indent?: string; readonly first?: string },
): string[] {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (let word of text.split(' ')) {
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent;
      empty = true;
    }
    while (line.length + (empty ? 0 : 1) + word.length > width) {
      const room = width - line.length;
      lines.push(line + word.slice(0, room));
      word = word.slice(room);
      line = indent;
    }
    line += (empty ? '' : ' ') + word;
    empty = false;
  }
  return [...lines, line];
}
