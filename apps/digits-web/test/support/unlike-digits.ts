import { RandomStream } from '@neurite/core';
import type { GreyImage } from '@neurite/digits-model/grey-image';

const SIDE = 28;

/** Images that show no digit, the same ones each time: noise of three kinds, and sheets with next to nothing on them. */
export function unlikeDigits(count: number): Readonly<Record<string, GreyImage[]>> {
  const random = RandomStream.fromSeed(7);
  const make = (name: string, shade: (amount: number, draw: () => number) => number): GreyImage[] => {
    const stream = random.child(name);
    const draw = (): number => stream.uniform();
    return Array.from({ length: count }, (_, i) => {
      const side = SIDE + 25 * (i % 5);
      const amount = draw();
      return { width: side, height: side, data: Float32Array.from({ length: side * side }, () => shade(amount, draw)) };
    });
  };
  const blocks = (cell: number, shade: (draw: number) => number): GreyImage[] => {
    const stream = random.child(`blocks of ${cell}`);
    const across = SIDE / cell;
    return Array.from({ length: count }, () => {
      const cells = Float32Array.from({ length: across * across }, () => shade(stream.uniform()));
      const pixel = (_: unknown, i: number): number =>
        cells[Math.floor(i / SIDE / cell) * across + Math.floor((i % SIDE) / cell)]!;
      return { width: SIDE, height: SIDE, data: Float32Array.from({ length: SIDE * SIDE }, pixel) };
    });
  };
  const clamp = (shade: number): number => Math.min(1, Math.max(0, shade));
  const normal = (draw: () => number): number => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
  return {
    'uniform noise': make('uniform', (_, draw) => draw()),
    'normal noise': make('normal', (amount, draw) => clamp(0.7 + (0.05 + 0.3 * amount) * normal(draw))),
    'black pixels on white': make('pixels', (amount, draw) => (draw() < 0.005 + 0.3 * amount ? 0 : 1)),
    ...Object.fromEntries(
      [2, 4, 7, 14].flatMap((cell) => [
        [`grey blocks, ${cell} × ${cell}`, blocks(cell, (draw) => draw)],
        [`black blocks, ${cell} × ${cell}`, blocks(cell, Math.round)],
      ]),
    ),
    'blank paper with grain': make('grain', (amount, draw) => 0.8 + (0.15 + 0.1 * amount) * (draw() - 0.5)),
  };
}

/** Two digits beside one another, each 28 × 28 with ink 1. */
export function sideBySide(digits: readonly Float32Array[], count: number): GreyImage[] {
  const stream = RandomStream.fromSeed(7).child('two');
  return Array.from({ length: count }, () => {
    const pair = [digits[stream.integer(digits.length)]!, digits[stream.integer(digits.length)]!];
    const distance = SIDE - 6 + stream.integer(14);
    const width = SIDE + distance;
    const data = new Float32Array(width * SIDE).fill(1);
    for (const [place, digit] of pair.entries()) {
      for (let i = 0; i < digit.length; i++) {
        const at = Math.floor(i / SIDE) * width + (i % SIDE) + place * distance;
        data[at] = Math.min(data[at]!, 1 - digit[i]!);
      }
    }
    return { width, height: SIDE, data };
  });
}
