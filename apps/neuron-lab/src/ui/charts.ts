import { type CurveRow, learningCurves, toElement } from '@neurite/charts';

/** Rows that a line can be drawn through: some hundred of them, evenly taken, the last one always. */
const MOST_ROWS = 120;

/** The curves as elements; none where there is no row with a finite loss yet. */
export function drawCurves({
  rows,
  title,
  axis,
  width,
}: {
  readonly rows: Readonly<Record<string, readonly CurveRow[]>>;
  readonly title: string;
  readonly axis: string;
  readonly width: number;
}): SVGSVGElement[] {
  const runs = Object.entries(rows).filter(([, run]) => run.some(({ loss }) => Number.isFinite(loss)));
  if (runs.length === 0) return [];
  const thin = Object.fromEntries(runs.map(([name, run]) => [name, thinned(run)]));
  const logarithmic = Object.values(thin).every((run) => run.every(isPositive));
  const only = runs.length === 1 ? thin[runs[0]![0]]! : thin;
  // The panel around it has the title.
  const chart = learningCurves(only, { title: '', axis, logarithmic, validationName: 'test', width, height: 210 });
  const element = toElement(chart);
  // Browsers do not agree on whether they tell the description of an image.
  element.setAttribute('aria-label', `${title}. ${chart.description}`);
  return [element];
}

function thinned(rows: readonly CurveRow[]): readonly CurveRow[] {
  const every = Math.ceil(rows.length / MOST_ROWS);
  return rows.filter((_, i) => i % every === 0 || i === rows.length - 1);
}

function isPositive({ loss, validation }: CurveRow): boolean {
  return !(loss <= 0) && !(validation !== undefined && validation.loss <= 0);
}
