/**
 * A document with the few methods that drawing needs, so that a chart becomes text wherever JavaScript runs: Node, a
 * worker, a browser. Observable Plot needs elements, attributes, text and children; a whole DOM would be a dozen
 * packages more, which pages would have to avoid loading.
 */
export type SvgDocument = {
  /** Used in place of the document of a page. */
  readonly document: Document;
  /** The element as XML; the same text for the same drawing. */
  serialize(element: Element): string;
};

const svgNamespace = 'http://www.w3.org/2000/svg';

export function svgDocument(): SvgDocument {
  const document = new DrawnDocument();
  return {
    document: document as unknown as Document, // all of it that Plot and this package use, see above
    serialize: (element) => toXml(element as unknown as DrawnElement, true), // made by the document above
  };
}

class DrawnDocument {
  readonly documentElement: DrawnElement = new DrawnElement(this, svgNamespace, 'svg');

  createElementNS(namespace: string, name: string): DrawnElement {
    return new DrawnElement(this, namespace, name);
  }

  createTextNode(data: string): DrawnText {
    return new DrawnText(data);
  }
}

class DrawnText {
  parentNode: DrawnElement | null = null;
  readonly data: string;

  constructor(data: string) {
    this.data = String(data);
  }

  get textContent(): string {
    return this.data;
  }
}

class DrawnElement {
  parentNode: DrawnElement | null = null;
  readonly childNodes: (DrawnElement | DrawnText)[] = [];
  readonly attributes: Map<string, string> = new Map();
  readonly ownerDocument: DrawnDocument;
  readonly namespaceURI: string;
  readonly localName: string;

  constructor(ownerDocument: DrawnDocument, namespace: string, name: string) {
    this.ownerDocument = ownerDocument;
    this.namespaceURI = namespace;
    this.localName = name;
  }

  get children(): DrawnElement[] {
    return this.childNodes.filter((child) => child instanceof DrawnElement);
  }

  get firstChild(): DrawnElement | DrawnText | null {
    return this.childNodes[0] ?? null;
  }

  get textContent(): string {
    return this.childNodes.map((child) => child.textContent).join('');
  }

  set textContent(text: string) {
    this.childNodes.length = 0;
    if (text !== '') this.appendChild(new DrawnText(text));
  }

  getAttribute(name: string): string | null {
    return this.attributes.get(name) ?? null;
  }

  hasAttribute(name: string): boolean {
    return this.attributes.has(name);
  }

  setAttribute(name: string, value: unknown): void {
    this.attributes.set(name, String(value));
  }

  setAttributeNS(_namespace: string | null, name: string, value: unknown): void {
    this.setAttribute(name, value);
  }

  removeAttribute(name: string): void {
    this.attributes.delete(name);
  }

  appendChild<Child extends DrawnElement | DrawnText>(child: Child): Child {
    return this.insertBefore(child, null);
  }

  insertBefore<Child extends DrawnElement | DrawnText>(child: Child, next: DrawnElement | DrawnText | null): Child {
    child.parentNode?.removeChild(child);
    const index = next === null ? -1 : this.childNodes.indexOf(next);
    this.childNodes.splice(index < 0 ? this.childNodes.length : index, 0, child);
    child.parentNode = this;
    return child;
  }

  removeChild<Child extends DrawnElement | DrawnText>(child: Child): Child {
    this.childNodes.splice(this.childNodes.indexOf(child), 1);
    child.parentNode = null;
    return child;
  }
}

function toXml(node: DrawnElement | DrawnText, root: boolean): string {
  if (node instanceof DrawnText) return escapeXml(node.data);
  const namespace = root ? ` xmlns="${svgNamespace}"` : '';
  const attributes = [...node.attributes].map(([name, value]) => ` ${name}="${escapeXml(shorten(name, value))}"`);
  const start = `<${node.localName}${namespace}${attributes.join('')}`;
  const content = node.childNodes.map((child) => toXml(child, false)).join('');
  return content === '' ? `${start}/>` : `${start}>${content}</${node.localName}>`;
}

/** The attributes whose numbers are rounded to a hundredth of a pixel. */
const drawn = new Set(['d', 'transform', 'x', 'y', 'x1', 'x2', 'y1', 'y2', 'cx', 'cy', 'width', 'height']);

function shorten(name: string, value: string): string {
  if (!drawn.has(name)) return value;
  return value.replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (number) => String(Math.round(Number(number) * 100) / 100 || 0));
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for XML and HTML, in content and in attributes; characters that XML cannot hold become U+FFFD. */
export function escapeXml(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it must find
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')
      .replace(/[&<>"']/g, (character) => escapes[character]!)
  );
}
