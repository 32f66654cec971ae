/**
 * A number above 0 and below 100,000: mostly small, often 1, sometimes with a decimal.
 *
 * @param kind a draw from [0, 1) of how it is made
 * @param draw a draw from [0, 1) of the number
 */
export function drawNumber(kind: number, draw: number): number {
  if (kind < 0.15) return 1;
  if (kind < 0.3) return Math.max(0.1, Math.round(draw * 1000) / 10);
  return Math.floor(10 ** (draw * [1, 2, 3, 5][Math.floor(kind * 64) % 4]!));
}
