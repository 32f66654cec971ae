import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

// JavaScript, because `npm test` asks before anything can read TypeScript.

/** Where a browser is found: by its variable alone where that is set, else at the first of these places. */
const browsers = {
  chromium: {
    variable: 'CHROMIUM_PATH',
    places: [
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
  // Not Playwright's own: the driver of its tests needs one that was not changed.
  firefox: {
    variable: 'FIREFOX_PATH',
    places: [
      '/usr/bin/firefox-esr',
      '/usr/bin/firefox',
      '/Applications/Firefox.app/Contents/MacOS/firefox',
      'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
    ],
  },
};

/** @param {'chromium' | 'firefox'} name */
export function findBrowser(name) {
  const { variable, places } = browsers[name];
  const named = process.env[variable];
  return (named ? [named] : places).find((place) => existsSync(place));
}

/** @param {'chromium' | 'firefox'} name */
export function whyNoBrowser(name) {
  const { variable } = browsers[name];
  if (findBrowser(name) !== undefined) return undefined;
  const named = process.env[variable];
  if (named) return `${variable} names ${named}, which is not there`;
  return `no ${name} at the usual places; install it, or name one in ${variable}`;
}
