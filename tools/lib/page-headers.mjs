import { readFileSync } from 'node:fs';

/** Where a host sends these, WebAssembly has threads; without them it has one. */
export const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/**
 * What hosts should send with a page: as a header, the page's own policy also covers what stands before its tag.
 *
 * @param {string | URL} html the file of the page
 * @returns {Record<string, string>}
 */
export function pageHeaders(html) {
  const [, policy] = /content="(default-src[^"]*)"/.exec(readFileSync(html, 'utf8')) ?? [];
  if (policy === undefined) throw new SyntaxError(`${html} has no Content-Security-Policy`);
  return { ...ISOLATION, 'Content-Security-Policy': policy };
}
