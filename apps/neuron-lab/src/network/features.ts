/** A number that the network sees of a point. */
type Feature = {
  readonly title: string;
  /** As it stands in exported code. */
  readonly code: string;
  readonly of: (x1: number, x2: number) => number;
};

export const FEATURE_NAMES = ['x1', 'x2', 'x1x1', 'x2x2', 'x1x2', 'sin1', 'sin2'] as const;
export type FeatureName = (typeof FEATURE_NAMES)[number];

/** What the network can be shown of a point. */
export const FEATURES: Readonly<Record<FeatureName, Feature>> = {
  x1: { title: 'x₁', code: 'x1', of: (x1) => x1 },
  x2: { title: 'x₂', code: 'x2', of: (_, x2) => x2 },
  x1x1: { title: 'x₁²', code: 'x1 * x1', of: (x1) => x1 * x1 },
  x2x2: { title: 'x₂²', code: 'x2 * x2', of: (_, x2) => x2 * x2 },
  x1x2: { title: 'x₁x₂', code: 'x1 * x2', of: (x1, x2) => x1 * x2 },
  sin1: { title: 'sin x₁', code: 'Math.sin(x1)', of: (x1) => Math.sin(x1) },
  sin2: { title: 'sin x₂', code: 'Math.sin(x2)', of: (_, x2) => Math.sin(x2) },
};

/** What the network sees of a point. */
export function featuresOf(names: readonly FeatureName[], x1: number, x2: number): number[] {
  return names.map((name) => FEATURES[name].of(x1, x2));
}
