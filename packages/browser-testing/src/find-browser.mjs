import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

// JavaScript, because `npm test` runs this before anything can read TypeScript.

/** Where a browser is found: at the path in its variable alone if that is set, else at the first of these that exists. */
const browsers = {
  chromium: {
    variable: 'CHROMIUM_PATH',
    paths: [
      '/usr/bin/chromium',
      '/usr/bin/chromium-browser',
      '/usr/bin/google-chrome',
      '/usr/bin/google-chrome-stable',
      '/opt/google/chrome/chrome',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
      chromium.executablePath(),
    ],
  },
  // Not Playwright's build: `openInFirefox` needs an unmodified Firefox.
  firefox: {
    variable: 'FIREFOX_PATH',
    paths: [
      '/usr/bin/firefox-esr',
      '/usr/bin/firefox',
      '/Applications/Firefox.app/Contents/MacOS/firefox',
      'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
    ],
  },
};

/** @param {'chromium' | 'firefox'} name */
export function findBrowser(name) {
  const { variable, paths } = browsers[name];
  const named = process.env[variable];
  return (named ? [named] : paths).find((path) => existsSync(path));
}

/** @param {'chromium' | 'firefox'} name */
export function whyNoBrowser(name) {
  const { variable } = browsers[name];
  if (findBrowser(name) !== undefined) return undefined;
  const named = process.env[variable];
  if (named) return `${variable} names ${named}, which does not exist`;
  return `no ${name} at the usual paths; install it, or name one in ${variable}`;
}
