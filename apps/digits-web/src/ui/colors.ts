import { COLORS, type Colors } from '@neurite/page-kit/colors';
import type { ThemeName } from '@neurite/page-kit/theme';
import type { Signed } from '../maps/rgb.js';

/** The colors of canvases, and those of numbers at 0, far below and far above. Orange and blue can be told apart by everyone. */
export type Theme = Colors & Signed;

export const THEMES: Readonly<Record<ThemeName, Theme>> = {
  light: { ...COLORS.light, zero: [244, 245, 249], below: [213, 94, 0], above: [0, 75, 140] },
  dark: { ...COLORS.dark, zero: [17, 20, 28], below: [245, 163, 92], above: [120, 195, 250] },
};
