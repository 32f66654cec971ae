import { PAGE_BUILD } from '@neurite/page-kit/page-build';
import { defineConfig, type UserConfig } from 'vite';

const config: UserConfig = defineConfig({
  ...PAGE_BUILD,
  // Beside the server, which the compiler has written before.
  build: { ...PAGE_BUILD.build, outDir: 'dist/page' },
});

export default config;
