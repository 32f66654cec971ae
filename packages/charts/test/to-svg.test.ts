import { expect, test } from 'vitest';
import { imageGrid, toSvg } from '../src/index.js';
import { parseXml } from './support/parse-xml.js';

const chart = imageGrid([{ pixels: [0, 1], shape: [1, 2] }], { title: 'Two & two', columns: 2 });

test('takes the text color of its page', () => {
  const { attributes } = parseXml(toSvg(chart));
  expect(attributes).toMatchObject({ xmlns: 'http://www.w3.org/2000/svg', fill: 'currentColor' });
  expect(attributes.color).toBeUndefined();
});

test.each([
  ['light', '#1b1d21', '#ffffff'],
  ['dark', '#e6e7ea', '#16181d'],
] as const)('brings the colors of the theme %s along', (theme, color, background) => {
  const svg = parseXml(toSvg(chart, { theme }));
  expect(svg.attributes.color).toBe(color);
  expect(svg.children.map(({ name }) => name).slice(0, 4)).toEqual(['title', 'desc', 'rect', 'text']);
  expect(svg.children[2]!.attributes).toEqual({ width: '100%', height: '100%', fill: background });
});
