import { ArgumentError } from '../errors.js';

/** @throws ArgumentError when a standard deviation is negative or no number */
export function assertDeviation(where: string, standardDeviation: number): void {
  if (!(standardDeviation >= 0 && Number.isFinite(standardDeviation))) {
    throw new ArgumentError({
      where,
      argument: 'standardDeviation',
      expected: 'be a number of at least 0',
      received: String(standardDeviation),
    });
  }
}
