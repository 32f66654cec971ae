import { CLASS_COLORS, cssColor } from '../ui/palette.js';
import { type HeatOptions, signedColor } from './heat.js';
import { REACH, type Sample, type Samples } from './samples.js';

type DrawOptions = {
  /** Of the plane, in CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly regression: boolean;
  readonly showTest: boolean;
  /** Of a point. Default 3.6. */
  readonly radius?: number;
};

/** How points of a regression are colored: 0 is light, on any theme. */
const VALUES: HeatOptions = { ground: [235, 235, 235], discretize: false };

/** Draws the points over the plane: training points with a white edge, test points with a dark one. */
export function drawSamples(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  samples: Samples,
  options: DrawOptions,
): void {
  const { width, height, regression, showTest, radius = 3.6 } = options;
  const dot = ({ x1, x2, label }: Sample, tested: boolean): void => {
    const [x, y] = [((x1 + REACH) / (2 * REACH)) * width, ((REACH - x2) / (2 * REACH)) * height];
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fillStyle = cssColor(regression ? signedColor(label, VALUES) : CLASS_COLORS[label]!);
    context.fill();
    context.lineWidth = radius / 3;
    context.strokeStyle = tested ? '#111111' : '#ffffff';
    context.stroke();
  };
  for (const sample of samples.train) dot(sample, false);
  if (showTest) for (const sample of samples.test) dot(sample, true);
}
