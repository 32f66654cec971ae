import { describe, expect, it } from 'vitest';
import { colorMaps, layoutMaps } from '../../src/maps/maps.js';

const colors = { below: [200, 0, 0], zero: [100, 100, 100], above: [0, 0, 200] } as const;

describe('layoutMaps', () => {
  it('puts eight maps into a row, with a line between neighbors', () => {
    expect(layoutMaps([24, 24, 16])).toMatchObject({ columns: 8, rows: 2, zoom: 1, width: 199, height: 49 });
  });

  it('enlarges small maps', () => {
    expect(layoutMaps([5, 5, 32])).toMatchObject({ columns: 8, rows: 4, zoom: 4, width: 167, height: 83 });
  });

  it('breaks many elements into rows, and shows a few side by side', () => {
    expect(layoutMaps([800])).toMatchObject({ columns: 1, mapWidth: 40, mapHeight: 20, width: 40, height: 20 });
    expect(layoutMaps([10])).toMatchObject({ columns: 10, rows: 1, zoom: 24, width: 249, height: 24 });
  });
});

describe('colorMaps', () => {
  const layout = { columns: 2, rows: 1, mapWidth: 2, mapHeight: 1, zoom: 1, width: 5, height: 1 };
  const rgba = (data: number[]): number[][] => {
    const pixels = colorMaps(Float32Array.from(data), layout, colors);
    return Array.from({ length: 5 }, (_, i) => [...pixels.subarray(4 * i, 4 * i + 4)]);
  };

  it('splits channels last into maps, and gives the largest magnitude the full color', () => {
    // Two positions, two maps: [map 0, map 1] at each position.
    expect(rgba([4, -2, 0, -4])).toEqual([
      [0, 0, 200, 255],
      [100, 100, 100, 255],
      [0, 0, 0, 0],
      [150, 50, 50, 255],
      [200, 0, 0, 255],
    ]);
  });

  it('shows zeros alone as zeros', () => {
    expect(rgba([0, 0, 0, 0])[0]).toEqual([100, 100, 100, 255]);
  });

  it('fills the square of a zoomed element', () => {
    const zoomed = { columns: 1, rows: 1, mapWidth: 1, mapHeight: 1, zoom: 3, width: 3, height: 3 };
    const pixels = colorMaps(Float32Array.of(1), zoomed, colors);
    expect([...pixels]).toEqual(Array.from({ length: 9 }, () => [0, 0, 200, 255]).flat());
  });
});
