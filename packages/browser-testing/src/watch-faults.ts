import type { BrowserContext } from 'playwright-core';

/**
 * Collects what must not happen in any page or worker of a browser context: uncaught errors, errors in the console
 * (each violation of a content security policy is one), responses with a status of 400 or more, requests to another
 * host.
 *
 * @param origin the only address that may be requested: the beginning of a URL
 * @returns a list that grows while the context is open, a sentence for each fault
 * @example
 * const faults = watchFaults(context, 'http://127.0.0.1:4173/');
 * // …
 * expect(faults).toEqual([]);
 */
export function watchFaults(context: BrowserContext, origin: string): readonly string[] {
  const faults: string[] = [];
  context.on('weberror', (error) => faults.push(`error: ${error.error().message}`));
  context.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  context.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(data|blob):/.test(url)) faults.push(`request to ${url}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()} for ${response.url()}`);
  });
  return faults;
}
