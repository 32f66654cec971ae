/** A chart that is not drawn yet, as `toSvg`, `toElement` and `report` of `@neurite/charts` take it. */
export type ExaminationChart = {
  readonly title: string;
  /** The most important numbers in words. */
  readonly description: string;
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Makes an `<svg>` element that is not in the document yet. */
  render(document: Document): SVGSVGElement;
};
