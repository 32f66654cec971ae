import { expect, test } from 'vitest';
import { diagramLayout, linkPath, NODE } from '../../src/network/diagram-layout.js';
import { featuresOf } from '../../src/network/features.js';
import { outputPixels, parseColor, signedColor, signedPixels, unitOf } from '../../src/network/heat.js';
import { FIRST_CONFIG } from '../../src/network/network-config.js';
import { decodeNetworkState, encodeNetworkState } from '../../src/network/room-codec.js';
import { CLASS_COLORS } from '../../src/ui/palette.js';

const white = { ground: [255, 255, 255], discretize: false } as const;

import { nextNode } from '../../src/network/use-node-keys.js';

test('nothing is the ground, and the sign decides the color', () => {
  expect(signedColor(0, white)).toEqual([255, 255, 255]);
  expect(signedColor(Number.NaN, white)).toEqual([255, 255, 255]);
  expect(signedColor(5, white)).toEqual(signedColor(1, white));
  const [red, , blue] = signedColor(-1, white);
  expect(red).toBeGreaterThan(blue);
  expect(signedColor(0.1, { ...white, discretize: true })).toEqual(signedColor(1, white));
});

test('the likeliest class gives its color, no preference none', () => {
  const shares = Float32Array.of(0, 0, 1, 1 / 3, 1 / 3, 1 / 3);
  const pixels = Array.from(outputPixels(shares, { outputs: 3, binary: false }, white));
  expect(pixels.slice(4)).toEqual([255, 255, 255, 255]);
  for (const channel of [0, 1, 2]) expect(Math.abs(CLASS_COLORS[2]![channel]! - pixels[channel]!)).toBeLessThan(60);
  // A probability of a half says as little as the number 0.
  const one = (value: number, binary: boolean): number[] =>
    Array.from(outputPixels(Float32Array.of(value), { outputs: 1, binary }, white));
  expect(one(0.5, true)).toEqual([255, 255, 255, 255]);
  expect(one(0, false)).toEqual([255, 255, 255, 255]);
  expect(one(1, true)).toEqual(Array.from(signedPixels([1], white)));
});

test('a unit is taken out of a map, and colors are read', () => {
  expect(unitOf(Float32Array.of(1, 2, 3, 4), 1, 2)).toEqual(Float32Array.of(2, 4));
  expect(parseColor('#1a1f2b')).toEqual([26, 31, 43]);
  expect(parseColor('red')).toEqual([255, 255, 255]);
});

test('neurons stand beside and below each other, none on another', () => {
  const { layers, features, width, height } = diagramLayout([8, 3], { outputs: 1, width: 0 });
  const all = [...features, ...layers.flat()];
  for (const [i, one] of all.entries()) {
    expect(one.x >= 0 && one.x + NODE <= width && one.y >= 0 && one.y + NODE <= height).toBe(true);
    for (const other of all.slice(i + 1)) {
      expect(Math.abs(one.x - other.x) >= NODE || Math.abs(one.y - other.y) >= NODE).toBe(true);
    }
  }
  expect(linkPath({ x: 0, y: 0 }, { x: 100, y: 50 })).toMatch(/^M40 20C.* 100 70$/);
});

test('eight layers move together until the outputs are inside the frame', () => {
  const units = Array.from({ length: 8 }, () => 2);
  for (const width of [700, 760, 1200])
    expect(diagramLayout(units, { outputs: 1, width }).width).toBeLessThanOrEqual(width);
  // Nearer, the buttons of one layer would lie on those of the next.
  expect(diagramLayout(units, { outputs: 1, width: 300 })).toMatchObject({ column: 72, width: 700 });
});

test('arrow keys go from neuron to neuron, and stay within the network', () => {
  const layers = [[0, 0, 0], [0], [0, 0]];
  expect(nextNode('ArrowRight', { layer: 0, unit: 2 }, layers)).toEqual({ layer: 1, unit: 0 });
  expect(nextNode('ArrowRight', { layer: 1, unit: 0 }, layers)).toEqual({ layer: 2, unit: 0 });
  expect(nextNode('ArrowDown', { layer: 0, unit: 1 }, layers)).toEqual({ layer: 0, unit: 2 });
  for (const [key, layer, unit] of [
    ['ArrowRight', 2, 0],
    ['ArrowLeft', 0, 0],
    ['ArrowUp', 0, 0],
    ['ArrowDown', 0, 2],
    ['Enter', 0, 0],
  ] as const) {
    expect(nextNode(key, { layer, unit }, layers)).toBeUndefined();
  }
});

test('features are those of the point', () => {
  expect(featuresOf(['x1', 'x2x2', 'x1x2', 'sin1'], 2, -3)).toEqual([2, 9, -6, Math.sin(2)]);
});

test('two runs in one address: the second by what differs', () => {
  const state = {
    ...decodeNetworkState('').state,
    config: { ...FIRST_CONFIG, rate: 0.1 },
    compared: { ...FIRST_CONFIG, rate: 0.1, optimizer: 'sgd' as const },
    steps: 40,
  };
  const query = encodeNetworkState(state);
  expect(query).toBe('rate=0.1&steps=40&b=optimizer%3Dsgd');
  expect(decodeNetworkState(query)).toEqual({ state, problems: [] });
  expect(decodeNetworkState('b=').state.compared).toEqual(FIRST_CONFIG);
  expect(decodeNetworkState('b=rate%3Dx&pace=never').problems).toEqual(['pace=never', 'rate=x']);
});
