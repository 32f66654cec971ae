import { PAGE_BUILD } from '@neurite/page-kit/page-build';
import { defineConfig, type UserConfig } from 'vite';
import { ISOLATION, pageHeaders } from '../../tools/lib/page-headers.mjs';

const config: UserConfig = defineConfig({
  ...PAGE_BUILD,
  worker: { format: 'es' },
  preview: { host: '127.0.0.1', port: 4175, headers: pageHeaders(new URL('index.html', import.meta.url)) },
  server: { host: '127.0.0.1', headers: ISOLATION },
});

export default config;
