/**
 * A picture that is not drawn yet: its words, its size, and how to draw it. `toElement` draws it on a page, `toSvg` as
 * text, `report` among others. What it was made from has been read already; changing that changes no chart.
 */
export type Chart = {
  /** What it is, drawn above the picture and read out as its name. */
  readonly title: string;
  /** What there is to see, with the numbers that matter: for those who do not see it, and a caption for all. */
  readonly description: string;
  /** In CSS pixels. */
  readonly width: number;
  /** In CSS pixels. */
  readonly height: number;
  /**
   * Draws it: an `<svg>` element of the document that is not part of it yet. It draws in the colour of the text around
   * it, on its background, so it goes with light and with dark; it has no ids, no style sheet and no script.
   */
  render(document: Document): SVGSVGElement;
};

/** What every chart takes. */
export type ChartOptions = {
  /** Default: what the chart shows. */
  readonly title?: string;
  /** In CSS pixels: a finite number of at least 160. Default 400; a page may show it smaller. */
  readonly width?: number;
};

/** What charts with two axes take. */
export type PlotOptions = ChartOptions & {
  /** Of the plot with its axes, without title and legend, in CSS pixels: a finite number of at least 160. Default 250. */
  readonly height?: number;
};
