import { defineConfig, type UserConfig } from 'vite';
import { ISOLATION, pageHeaders } from '../../tools/lib/page-headers.mjs';
import { kernelFiles } from './tools/kernel-files.js';
import { workerChunks } from './tools/worker-chunks.js';

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
    workerChunks(),
    kernelFiles,
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
  preview: { host: '127.0.0.1', port: 4173, headers: pageHeaders(new URL('index.html', import.meta.url)) },
  server: { host: '127.0.0.1', headers: ISOLATION },
});

export default config;
