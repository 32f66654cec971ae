import { readFileSync } from 'node:fs';
import { defineConfig, type UserConfig } from 'vite';

/** Where a host sends these, WebAssembly has threads; without them it has one. */
const isolated = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** The page's own policy, as hosts should send it too: as a header it also covers what stands before its tag. */
const [, policy = ''] =
  /content="(default-src[^"]*)"/.exec(readFileSync(new URL('index.html', import.meta.url), 'utf8')) ?? [];

const config: UserConfig = defineConfig({
  // Relative, so that the page works under any path.
  base: './',
  // The packages' sources: the page never holds a build that is older than what it was made from.
  resolve: { conditions: ['@neurite/source', 'module', 'browser', 'import', 'default'] },
  build: {
    target: 'es2022',
    // As a data URL a module would need a wider policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  worker: { format: 'es' },
  // Networks look for the image of a link by its whole address, which only who publishes the page knows.
  plugins: [
    {
      name: 'site-url',
      transformIndexHtml: (html) => {
        const { SITE_URL } = process.env;
        return SITE_URL
          ? html.replace('content="./preview.jpg"', `content="${new URL('preview.jpg', SITE_URL)}"`)
          : html;
      },
    },
  ],
  preview: { host: '127.0.0.1', port: 4173, headers: { ...isolated, 'Content-Security-Policy': policy } },
  server: { host: '127.0.0.1', headers: isolated },
});

export default config;
