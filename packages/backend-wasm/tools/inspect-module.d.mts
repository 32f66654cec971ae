export function dataSections(bytes: Uint8Array): number;
export function foreignImports(bytes: Uint8Array): string[];
