import { PAGE_BUILD } from '@neurite/page-kit/page-build';
import { defineConfig, type UserConfig } from 'vite';
import { pageHeaders } from '../../tools/lib/page-headers.mjs';
import { digitFiles } from './tools/digit-files.js';
import { ON_DEMAND, offline } from './tools/offline.js';

const config: UserConfig = defineConfig({
  ...PAGE_BUILD,
  plugins: [digitFiles(), offline()],
  worker: {
    format: 'es',
    rolldownOptions: {
      output: {
        chunkFileNames: ({ moduleIds }) =>
          moduleIds.some((id) => /tfjs-backend-web(gl|gpu)/.test(id)) ? `${ON_DEMAND}[hash].js` : 'assets/[hash].js',
      },
    },
  },
  preview: { host: '127.0.0.1', port: 4174, headers: pageHeaders(new URL('index.html', import.meta.url)) },
  server: { host: '127.0.0.1' },
});

export default config;
