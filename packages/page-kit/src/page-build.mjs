/** How Vite builds each page: the same for all of them. */
export const PAGE_BUILD = {
  // Relative, so that the page works under any path.
  base: './',
  // The packages' sources: the page never holds a build that is older than what it was made from.
  resolve: { conditions: ['@neurite/source', 'module', 'browser', 'import', 'default'] },
  build: {
    target: 'es2022',
    // As a data URL a module would need a wider security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
};
