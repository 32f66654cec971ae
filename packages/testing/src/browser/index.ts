export type { Browser, BrowserContextOptions, Page } from 'playwright-core';
export * from './chromium.js';
export * from './expect-page.js';
export * from './find-browser.mjs';
export * from './open-site.js';
export * from './serve.js';
export * from './watch-faults.js';
