/** Options of esbuild. */
type PageBundle = {
  bundle: true;
  format: 'esm';
  target: string;
  conditions: string[];
  mainFields: string[];
  external: string[];
  logLevel: 'silent';
};

/** Options with which esbuild bundles a program for a page from the sources of the packages. */
export const PAGE_BUNDLE: PageBundle = {
  bundle: true,
  format: 'esm',
  target: 'es2022',
  conditions: ['@neurite/source', 'browser', 'import', 'default'],
  mainFields: ['browser', 'module', 'main'],
  external: ['node:*'],
  logLevel: 'silent',
};
