/** Of h·c / k, in nanometers times kelvin. */
const SECOND_RADIATION = 1.438_776_877e7;

/** Lobes of the observer of 1931: height, center in nm, and the inverse widths below and above. */
const LOBES: readonly (readonly (readonly [number, number, number, number])[])[] = [
  [
    [1.056, 599.8, 0.0264, 0.0323],
    [0.362, 442, 0.0624, 0.0374],
    [-0.065, 501.1, 0.049, 0.0382],
  ],
  [
    [0.821, 568.8, 0.0213, 0.0247],
    [0.286, 530.9, 0.0613, 0.0322],
  ],
  [
    [1.217, 437, 0.0845, 0.0278],
    [0.681, 459, 0.0385, 0.0725],
  ],
];

/** From XYZ to linear sRGB. */
const RED_GREEN_BLUE = [
  [3.2406, -1.5372, -0.4986],
  [-0.9689, 1.8758, 0.0415],
  [0.0557, -0.204, 1.057],
] as const;

/**
 * The color of a black body: red, green and blue of linear sRGB, with green 1. Blue is 0 where it would be negative.
 *
 * @param temperature in kelvin
 * @see Wyman, Sloan and Shirley, "Simple analytic approximations to the CIE XYZ color matching functions", 2013
 */
export function blackBodyColor(temperature: number): readonly [red: number, green: number, blue: number] {
  const xyz = [0, 0, 0];
  for (let nanometers = 380; nanometers <= 780; nanometers += 5) {
    const radiance = (nanometers / 560) ** -5 / Math.expm1(SECOND_RADIATION / (nanometers * temperature));
    for (const [i, lobes] of LOBES.entries()) {
      for (const [height, center, below, above] of lobes) {
        const far = (nanometers - center) * (nanometers < center ? below : above);
        xyz[i]! += radiance * height * Math.exp(-0.5 * far * far);
      }
    }
  }
  const [red, green, blue] = RED_GREEN_BLUE.map(([x, y, z]) => x * xyz[0]! + y * xyz[1]! + z * xyz[2]!);
  return [red! / green!, 1, Math.max(blue! / green!, 0)];
}
