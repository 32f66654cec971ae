import { defineConfig, type UserConfig } from 'vite';

const config: UserConfig = defineConfig({
  base: './',
  // The packages' sources: the page never holds a build that is older than what it was made from.
  resolve: { conditions: ['@neurite/source', 'module', 'browser', 'import', 'default'] },
  build: {
    // Beside the server, which the compiler has written before.
    outDir: 'dist/page',
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});

export default config;
