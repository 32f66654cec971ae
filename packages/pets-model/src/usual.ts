/**
 * What photographs usually look like to a network: the normal distribution of their `MeanFeatures`, with the distance beyond
 * which a photograph is unlike them.
 *
 * @see Lee et al., "A simple unified framework for detecting out-of-distribution samples and adversarial attacks", 2018; here
 *   one distribution is of all classes
 */
export type Usual = {
  readonly center: readonly number[];
  /** The lower triangle of the covariance's Cholesky factor, row by row, in units of that distance. */
  readonly factor: readonly number[];
};

/**
 * How far a photograph is from what is usual: the Mahalanobis distance, above 1 for one that is unlike the others.
 *
 * @param features its `MeanFeatures`
 */
export function distanceFromUsual(features: ArrayLike<number>, { center, factor }: Usual): number {
  // The solution of L z = features − center.
  const z: number[] = [];
  let [at, sum] = [0, 0];
  for (const [row, middle] of center.entries()) {
    let rest = features[row]! - middle;
    for (let column = 0; column < row; column++) rest -= factor[at++]! * z[column]!;
    z.push(rest / factor[at++]!);
    sum += z[row]! ** 2;
  }
  return Math.sqrt(sum);
}
