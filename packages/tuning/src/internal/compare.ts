/** What makes one result better than another. */
export type Judged = { readonly losses: readonly number[]; readonly violation: number };

/** Whether `one` is at least as good as `other` in everything, and better in something; constraints come first. */
function dominates(one: Judged, other: Judged): boolean {
  if (one.violation !== other.violation) return one.violation < other.violation;
  let isBetter = false;
  for (const [i, loss] of one.losses.entries()) {
    const difference = compareLosses(loss, other.losses[i]!);
    if (difference > 0) return false;
    if (difference < 0) isBetter = true;
  }
  return isBetter;
}

/** Order of losses: NaN is worse than all. */
export function compareLosses(one: number, other: number): number {
  if (Number.isNaN(one)) return Number.isNaN(other) ? 0 : 1;
  if (Number.isNaN(other)) return -1;
  return one === other ? 0 : one < other ? -1 : 1;
}

/** The best first, of one objective. */
export function byLoss(one: Judged, other: Judged): number {
  return one.violation - other.violation || compareLosses(one.losses[0]!, other.losses[0]!);
}

/** Indices by rank: those that nothing dominates, those that only these dominate, and so on. */
export function fronts(all: readonly Judged[]): number[][] {
  const beats = all.map((): number[] => []);
  const beatenBy = all.map(() => 0);
  for (const [i, one] of all.entries()) {
    for (let j = i + 1; j < all.length; j++) {
      if (dominates(one, all[j]!)) {
        beats[i]!.push(j);
        beatenBy[j]!++;
      } else if (dominates(all[j]!, one)) {
        beats[j]!.push(i);
        beatenBy[i]!++;
      }
    }
  }
  const ranks: number[][] = [];
  let front = [...all.keys()].filter((i) => beatenBy[i] === 0);
  while (front.length > 0) {
    ranks.push(front);
    const next: number[] = [];
    for (const i of front) for (const j of beats[i]!) if (--beatenBy[j]! === 0) next.push(j);
    front = next.sort((a, b) => a - b);
  }
  return ranks;
}
