/** Turns the hue of a color by a share of the circle; saturation and value of HSV stay. */
export function turnHue(color: Float64Array, turn: number): void {
  const [red, green, blue] = [color[0]!, color[1]!, color[2]!];
  const most = Math.max(red, green, blue);
  const range = most - Math.min(red, green, blue);
  if (range === 0) return;
  let sixths: number;
  if (most === red) sixths = (green - blue) / range;
  else if (most === green) sixths = 2 + (blue - red) / range;
  else sixths = 4 + (red - green) / range;
  const hue = (((sixths + 6 * turn) % 6) + 6) % 6;
  for (let channel = 0; channel < 3; channel++) {
    const distance = (hue + 5 - 2 * channel) % 6;
    color[channel] = most - range * Math.max(0, Math.min(distance, 4 - distance, 1));
  }
}
