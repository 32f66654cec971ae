/** What went wrong, in a sentence for people: of an error, or what a worker said. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
