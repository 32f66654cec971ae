import { ArgumentError } from '@neurite/core/errors';

/** @throws ArgumentError where there is not one part for each process */
export function checkParts(parts: readonly Uint8Array[], size: number): void {
  if (parts.length === size) return;
  const expected = `have one part for each of the ${size} processes`;
  throw new ArgumentError({ where: 'mpi', argument: 'parts', expected, received: String(parts.length) });
}
