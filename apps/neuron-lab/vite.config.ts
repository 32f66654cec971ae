import { PAGE_BUILD } from '@neurite/page-kit/page-build';
import { defineConfig, type UserConfig } from 'vite';
import { ISOLATION, pageHeaders } from '../../tools/lib/page-headers.mjs';
import { kernelFiles } from './tools/kernel-files.js';
import { workerChunks } from './tools/worker-chunks.js';

const config: UserConfig = defineConfig({
  ...PAGE_BUILD,
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
