let context: OffscreenCanvasRenderingContext2D | undefined;

/** The width of a text in CSS pixels, in the font of the canvases. */
export function textWidth(text: string): number {
  if (context === undefined) {
    context = new OffscreenCanvas(1, 1).getContext('2d')!; // every browser has it
    context.font = '12px system-ui, sans-serif';
  }
  return context.measureText(text).width;
}
