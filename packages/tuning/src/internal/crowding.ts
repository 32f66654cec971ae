/**
 * How lonely each of the results of a front is: the distance between its neighbors in each objective, as a part of the whole
 * range, summed; infinite at the ends.
 *
 * @see Deb et al., "A fast and elitist multiobjective genetic algorithm: NSGA-II", 2002
 */
export function crowding(losses: readonly (readonly number[])[]): number[] {
  const distances = losses.map(() => 0);
  for (const [objective] of (losses[0] ?? []).entries()) {
    const order = [...losses.keys()].sort((a, b) => losses[a]![objective]! - losses[b]![objective]!);
    const at = (place: number): number => losses[order[place]!]![objective]!;
    const range = at(order.length - 1) - at(0);
    for (const [place, i] of order.entries()) {
      const isEnd = place === 0 || place === order.length - 1;
      if (isEnd) distances[i] = Number.POSITIVE_INFINITY;
      else if (range > 0) distances[i]! += (at(place + 1) - at(place - 1)) / range;
    }
  }
  return distances;
}
