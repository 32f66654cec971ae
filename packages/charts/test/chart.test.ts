import { describe, expect, test } from 'vitest';
import { toSvg } from '../src/index.js';
import { findAll, parseXml } from './support/parse-xml.js';
import { samples } from './support/samples.js';

const hostile = `<script>alert("1 & 2")</script>' \u0000\ud800 &amp;`;
const tamed = `<script>alert("1 & 2")</script>' \ufffd\ufffd &amp;`;

describe.each(samples)('%s', (_, make) => {
  test('is well-formed, and the same each time', () => {
    const svg = toSvg(make());
    expect(parseXml(svg).name).toBe('svg');
    expect(toSvg(make())).toBe(svg);
  });

  test('has no NaN, and nothing that two charts of a page would share', () => {
    const svg = toSvg(make());
    const drawing = svg.replace(/<(title|desc)>.*?<\/\1>/g, '');
    expect(drawing).not.toMatch(/="[^"]*(?:NaN|Infinity|undefined)/);
    expect(svg).not.toMatch(/ id=| class=| style=|<style|<script|url\(|var\(| on\w+=/);
    expect(svg.match(/https?:[^"]*/g)).toEqual(['http://www.w3.org/2000/svg']);
  });

  test('has a name and a description', () => {
    const chart = make();
    const [title, description] = parseXml(toSvg(chart)).children;
    expect(title).toMatchObject({ name: 'title', text: chart.title });
    expect(description).toMatchObject({ name: 'desc', text: chart.description });
    expect(chart.description).toMatch(/^\S*.*\d.*\.$/);
    expect(chart.description).not.toMatch(/undefined|NaN|Infinity| {2}/);
    expect(parseXml(toSvg(chart)).attributes).toMatchObject({ role: 'img', 'aria-label': chart.title });
    // A group has no role that a name could belong to.
    expect(toSvg(chart).match(/ aria-label=/g)).toHaveLength(1);
  });

  test.each([160, 400, 900])('is %i pixels wide, and nothing leaves it', (width) => {
    const chart = make({ width });
    const svg = parseXml(toSvg(chart));
    expect(chart.width).toBe(width);
    expect(svg.attributes).toMatchObject({
      width: String(width),
      height: String(Math.round(chart.height * 100) / 100),
      viewBox: `0 0 ${width} ${chart.height}`,
    });
    for (const name of ['rect', 'image', 'svg']) {
      for (const { attributes } of findAll(svg, name)) {
        expect(Number(attributes.width ?? 0)).toBeGreaterThanOrEqual(0);
        expect(Number(attributes.x ?? 0) + Number(attributes.width ?? 0)).toBeLessThanOrEqual(width + 1);
      }
    }
  });

  test('takes every title as text', () => {
    const svg = parseXml(toSvg(make({ title: hostile })));
    expect(svg.attributes['aria-label']).toBe(tamed);
    expect(svg.children[0]!.text).toBe(tamed);
    expect(findAll(svg, 'script')).toEqual([]);
  });

  test.each([159, NaN, Infinity])('is not %d wide', (width) => {
    expect(() => make({ width })).toThrow(
      new RegExp(`^\\w+: \`width\` must be a finite number of at least 160; received ${width}\\.$`),
    );
  });
});
