import { findBrowser } from '@neurite/browser-testing/find-browser';
import { chromium } from 'playwright-core';
import { preview } from 'vite';

// Makes public/preview.jpg, which is shown beside links to the page, from the page that was built.

const size = { width: 1200, height: 630 };
const address = '#network?data=spiral&features=x1,x2,sin1,sin2&hidden=8,6&optimizer=adam&rate=0.02&steps=1200';

const server = await preview({ preview: { port: 0 }, logLevel: 'warn' });
const executablePath = findBrowser('chromium');
const browser = await chromium.launch({
  ...(executablePath === undefined ? {} : { executablePath }),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
const page = await browser.newPage({ viewport: size, colorScheme: 'light' });
await page.goto(`${server.resolvedUrls?.local[0]}${address}`);
await page.getByText('step 1200').waitFor();
await page.locator('.shape').scrollIntoViewIfNeeded();
await page.evaluate(() => scrollTo(0, document.querySelector('.shape').getBoundingClientRect().top + scrollY - 12));
await page.screenshot({ path: 'public/preview.jpg', type: 'jpeg', quality: 82 });
await browser.close();
await server.close();
