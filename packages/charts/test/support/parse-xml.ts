/** An element of a drawing. */
export type XmlElement = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** All text inside, in order. */
  readonly text: string;
};

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const name = '[A-Za-z_][\\w.:-]*';
const start = new RegExp(`<(${name})((?:\\s+${name}="[^"<]*")*)\\s*(/?)>`, 'y');
const end = new RegExp(`</(${name})>`, 'y');
const text = /[^<]+/y;

/** Reads XML without any mercy: what is not well-formed is an assertion that fails with its place. */
export function parseXml(source: string): XmlElement {
  let at = 0;
  const next = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (match !== null) at = pattern.lastIndex;
    return match ?? undefined;
  };
  const element = (): XmlElement => {
    const opened = next(start) ?? wrong();
    const attributes: Record<string, string> = {};
    for (const [, key, value] of opened[2]!.matchAll(new RegExp(`(${name})="([^"]*)"`, 'g'))) {
      if (key! in attributes) wrong();
      attributes[key!] = decode(value!);
    }
    const children: XmlElement[] = [];
    let content = '';
    while (opened[3] !== '/') {
      const words = next(text);
      if (words !== undefined) content += decode(words[0]);
      const closed = next(end);
      if (closed !== undefined) {
        if (closed[1] !== opened[1]) wrong();
        break;
      }
      const child = element();
      children.push(child);
      content += child.text;
    }
    return { name: opened[1]!, attributes, children, text: content };
  };
  const decode = (words: string): string => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML forbids these
    if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u.test(words)) wrong();
    return words.replace(/&([^;]*);?/g, (_, entity: string) => entities[entity] ?? wrong());
  };
  const wrong = (): never => {
    throw new SyntaxError(`not well-formed at ${at}: ${source.slice(at, at + 60)}`);
  };
  const root = element();
  if (at !== source.length) wrong();
  return root;
}

/** All elements of a name, outermost first. */
export function findAll(root: XmlElement, wanted: string): XmlElement[] {
  return [...(root.name === wanted ? [root] : []), ...root.children.flatMap((child) => findAll(child, wanted))];
}

/** The points of a path of straight lines; each `M` begins a new part. */
export function pathPoints(path: XmlElement): number[][][] {
  return path.attributes
    .d!.split('M')
    .slice(1)
    .map((part) =>
      part
        .replace(/Z$/, '')
        .split('L')
        .map((point) => point.split(',').map(Number)),
    );
}
