/** The gray of the veil that hides what a network does not look at: dark and bright photographs differ from it. */
export const VEIL = 128;

/** How much of a photograph is seen through the veil where nothing lifts it. */
const SEEN = 0.15;

/** How much the veil hides where the heat is so high, both from 0 to 1. */
export function veilOpacity(heat: number): number {
  return (1 - SEEN) * (1 - heat);
}
