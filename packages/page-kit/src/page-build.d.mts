/** How Vite builds each page. */
export declare const PAGE_BUILD: {
  readonly base: string;
  readonly resolve: { readonly conditions: string[] };
  readonly build: {
    readonly target: string;
    readonly assetsInlineLimit: number;
    readonly modulePreload: { readonly polyfill: boolean };
    readonly reportCompressedSize: boolean;
  };
};
