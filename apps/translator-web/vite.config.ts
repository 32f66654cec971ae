import { PAGE_BUILD } from '@neurite/page-kit/page-build';
import { defineConfig, type UserConfig } from 'vite';
import { ISOLATION, pageHeaders } from '../../tools/lib/page-headers.mjs';
import { textFiles } from './tools/text-files.js';

const config: UserConfig = defineConfig({
  ...PAGE_BUILD,
  plugins: [textFiles()],
  worker: { format: 'es' },
  preview: { host: '127.0.0.1', port: 4176, headers: pageHeaders(new URL('index.html', import.meta.url)) },
  server: { host: '127.0.0.1', headers: ISOLATION },
});

export default config;
