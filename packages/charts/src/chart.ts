/**
 * A chart that is not drawn yet: its texts, its size, and how to draw it. `toElement` draws it on a page, `toSvg` as
 * text, `report` in a report. A chart keeps no reference to the data that it was made from.
 */
export type Chart = {
  /** Drawn above the chart, and its name for screen readers. */
  readonly title: string;
  /** The most important numbers in words: the text alternative, and the caption in a report. */
  readonly description: string;
  /** In CSS pixels. */
  readonly width: number;
  /** In CSS pixels. */
  readonly height: number;
  /**
   * Makes an `<svg>` element that is not in the document yet. It draws in the color of the text around it, on the
   * background of the page, so it fits light and dark pages. It has no ids, no style sheet and no script.
   */
  render(document: Document): SVGSVGElement;
};

/** The options of every chart. */
export type ChartOptions = {
  /** Default: the kind of chart. `''` for none, where the page has a heading above it. */
  readonly title?: string;
  /** In CSS pixels: a finite number of at least 160. Default 400; on a page it may become smaller. */
  readonly width?: number;
};

/** The options of charts with two axes. */
export type PlotOptions = ChartOptions & {
  /** The height of the plot with its axes, without title and legend, in CSS pixels: a finite number of at least 160. Default 250. */
  readonly height?: number;
};
