import type { ThemeName } from './theme.js';

/** The colors of canvases; `base.css` has the same ones. */
export type Colors = {
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  readonly accent: string;
  readonly warm: string;
};

export const COLORS: Readonly<Record<ThemeName, Colors>> = {
  light: { ink: '#1b2030', soft: '#545b6e', line: '#d5d9e4', accent: '#0a62a3', warm: '#b54708' },
  dark: { ink: '#e8ebf4', soft: '#a8b0c4', line: '#343b4d', accent: '#6db7f2', warm: '#f5a35c' },
};
