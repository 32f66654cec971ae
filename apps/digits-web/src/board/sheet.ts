import type { Ink } from '../reader/reader.js';
import type { Point } from './pen.js';

/** The sides of the two canvases in pixels: the one on the screen, and the coarser one that the network reads. */
export const SHOWN = 560;
const READ = 140;
/**
 * Widths of a pen as shares of the board's side. A digit of the training data is 20 pixels high, with strokes two or
 * three wide, which the middle one is for a digit that fills the board.
 */
export const PEN_WIDTHS = { thin: 0.045, medium: 0.075, thick: 0.11 } as const;

export type PenWidth = keyof typeof PEN_WIDTHS;

type Stroke = { readonly points: Point[]; readonly width: number };

/** The strokes drawn so far, painted on both canvases as they come. */
export class Sheet {
  readonly #shown: CanvasRenderingContext2D;
  readonly #read: CanvasRenderingContext2D;
  #strokes: Stroke[] = [];
  #color: string;

  /** @param canvas of SHOWN × SHOWN pixels */
  constructor(canvas: HTMLCanvasElement, color: string) {
    this.#shown = canvas.getContext('2d')!; // every browser has it
    this.#color = color;
    const hidden = document.createElement('canvas');
    Object.assign(hidden, { width: READ, height: READ });
    this.#read = hidden.getContext('2d', { willReadFrequently: true })!;
    for (const context of [this.#shown, this.#read]) Object.assign(context, { lineCap: 'round', lineJoin: 'round' });
  }

  /** The canvas that the network reads. */
  get canvas(): HTMLCanvasElement {
    return this.#read.canvas;
  }

  get isEmpty(): boolean {
    return this.#strokes.length === 0;
  }

  begin(point: Point, pen: PenWidth): void {
    const width = PEN_WIDTHS[pen];
    this.#strokes.push({ points: [point], width });
    this.#paint(point, point, width);
  }

  extend(point: Point): void {
    const { points, width } = this.#strokes.at(-1)!;
    this.#paint(points.at(-1)!, point, width);
    points.push(point);
  }

  undo(): void {
    this.#strokes.pop();
    this.#repaint();
  }

  clear(): void {
    this.#strokes = [];
    this.#repaint();
  }

  recolor(color: string): void {
    this.#color = color;
    this.#repaint();
  }

  ink(): Ink {
    const pixels = this.#read.getImageData(0, 0, READ, READ).data;
    const data = new Uint8Array(READ * READ);
    for (let i = 0; i < data.length; i++) data[i] = pixels[4 * i + 3]!;
    return { width: READ, height: READ, data };
  }

  #repaint(): void {
    for (const context of [this.#shown, this.#read]) context.clearRect(0, 0, SHOWN, SHOWN);
    for (const { points, width } of this.#strokes) {
      for (const [i, point] of points.entries()) this.#paint(points[Math.max(i - 1, 0)]!, point, width);
    }
  }

  #paint(from: Point, to: Point, width: number): void {
    for (const context of [this.#shown, this.#read]) {
      const side = context.canvas.width;
      context.strokeStyle = this.#color;
      context.lineWidth = width * side;
      context.beginPath();
      context.moveTo(from.x * side, from.y * side);
      // A canvas draws nothing for a line of length 0; a tap must leave a dot.
      context.lineTo(to.x * side + 0.01, to.y * side);
      context.stroke();
    }
  }
}
