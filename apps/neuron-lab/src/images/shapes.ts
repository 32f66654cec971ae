import { RandomStream } from '@neurite/core';
import type { ImageClass } from './image-classes.js';
import { smallImage } from './small-image.js';

/** Images of each shape. */
const COUNT = 30;
/** Drawn larger than the network sees it, so that its edges are smooth. */
const LARGE = 96;

/** Circles, squares and triangles of any color, size and place: something to begin with. */
export function shapeClasses(): readonly ImageClass[] {
  const random = RandomStream.fromSeed(7);
  const draw = (trace: (path: Path2D, radius: number) => void): Uint8Array[] =>
    Array.from({ length: COUNT }, () => {
      const canvas = new OffscreenCanvas(LARGE, LARGE);
      const context = canvas.getContext('2d')!; // every browser has it
      const hue = 360 * random.uniform();
      context.fillStyle = `hsl(${hue} 60% 90%)`;
      context.fillRect(0, 0, LARGE, LARGE);
      context.translate(LARGE * (0.4 + 0.2 * random.uniform()), LARGE * (0.4 + 0.2 * random.uniform()));
      context.rotate(0.6 * (random.uniform() - 0.5));
      context.fillStyle = `hsl(${hue + 180} 70% 40%)`;
      const path = new Path2D();
      trace(path, LARGE * (0.2 + 0.12 * random.uniform()));
      context.fill(path);
      return smallImage(canvas, LARGE, LARGE);
    });
  return [
    { name: 'circle', images: draw((path, radius) => path.arc(0, 0, radius, 0, 2 * Math.PI)) },
    { name: 'square', images: draw((path, radius) => path.rect(-radius, -radius, 2 * radius, 2 * radius)) },
    {
      name: 'triangle',
      images: draw((path, radius) => {
        path.moveTo(0, -1.2 * radius);
        path.lineTo(1.1 * radius, 0.9 * radius);
        path.lineTo(-1.1 * radius, 0.9 * radius);
        path.closePath();
      }),
    },
  ];
}
