/** A quotient, and 0 for 0/0, as scikit-learn defines scores of what never occurs. */
export function ratio(part: number, whole: number): number {
  return part === 0 && whole === 0 ? 0 : part / whole;
}
