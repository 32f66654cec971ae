export declare const ISOLATION: Readonly<Record<string, string>>;
export declare function pageHeaders(html: string | URL): Record<string, string>;
