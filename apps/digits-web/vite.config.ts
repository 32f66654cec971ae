import { defineConfig, type UserConfig } from 'vite';
import { pageHeaders } from '../../tools/lib/page-headers.mjs';
import { digitFiles } from './tools/digit-files.js';
import { ON_DEMAND, offline } from './tools/offline.js';

const config: UserConfig = defineConfig({
  // Relative, so that the page works under any path.
  base: './',
  // Resolves the packages to their sources, so that the page is never built from an outdated build of them.
  resolve: { conditions: ['@neurite/source', 'module', 'browser', 'import', 'default'] },
  plugins: [digitFiles(), offline()],
  build: {
    target: 'es2022',
    // A module inlined as a data URL would need a wider security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
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
