/** How one looks at the surface: degrees around it, and degrees from above (0 is level, 90 straight down). */
export type View = { readonly turn: number; readonly tilt: number };

/** A place on the screen, and how far away it is: what is farther has a smaller `near`. */
export type Projected = { readonly x: number; readonly y: number; readonly near: number };

/**
 * A image in perspective of a block whose floor is the square from −1 to 1.
 *
 * @param view where from
 * @param size of the image in CSS pixels
 * @returns takes a place of the block to the screen; height 0 is the floor, 1 the top
 */
export function projection(
  { turn, tilt }: View,
  { width, height }: { readonly width: number; readonly height: number },
): (x: number, y: number, height: number) => Projected {
  const [around, up] = [(turn * Math.PI) / 180, (tilt * Math.PI) / 180];
  const [sinTurn, cosTurn] = [Math.sin(around), Math.cos(around)];
  const [sinTilt, cosTilt] = [Math.sin(up), Math.cos(up)];
  const distance = 5;
  const scale = Math.min(width / 3.15, height / 2.7);
  return (x, y, z) => {
    const across = x * cosTurn - y * sinTurn;
    const depth = x * sinTurn + y * cosTurn;
    const raised = z * 1.1 - 0.35;
    const near = -depth * cosTilt + raised * sinTilt;
    const rise = depth * sinTilt + raised * cosTilt;
    const closer = distance / (distance - near);
    return { x: width / 2 + across * scale * closer, y: height / 2 - rise * scale * closer, near };
  };
}
