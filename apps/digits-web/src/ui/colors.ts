import type { ThemeName } from '@neurite/page-kit/theme';
import type { Rgb } from '../maps/rgb.js';

/** The colors of canvases; the style sheet has the same ones. */
export type Theme = {
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  readonly accent: string;
  readonly warm: string;
  /** At 0, far below, far above. Orange and blue can be told apart by everyone. */
  readonly zero: Rgb;
  readonly below: Rgb;
  readonly above: Rgb;
};

export const THEMES: Readonly<Record<ThemeName, Theme>> = {
  light: {
    ink: '#1b2030',
    soft: '#545b6e',
    line: '#d5d9e4',
    accent: '#0a62a3',
    warm: '#b54708',
    zero: [244, 245, 249],
    below: [213, 94, 0],
    above: [0, 75, 140],
  },
  dark: {
    ink: '#e8ebf4',
    soft: '#a8b0c4',
    line: '#343b4d',
    accent: '#6db7f2',
    warm: '#f5a35c',
    zero: [17, 20, 28],
    below: [245, 163, 92],
    above: [120, 195, 250],
  },
};
