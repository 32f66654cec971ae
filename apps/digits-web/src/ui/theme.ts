import { type Context, createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { Rgb } from '../pictures/rgb.js';

export type ThemeName = 'light' | 'dark';
export type ThemeChoice = ThemeName | 'auto';

/** What canvases are painted with; the style sheet has the same colours. */
export type Theme = {
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  readonly accent: string;
  readonly warm: string;
  /** Of a number that is 0, far below, far above. Orange and blue: everyone can tell them apart. */
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

/** Tells what is below it which colours are on. */
export const ThemeContext: Context<ThemeName> = createContext<ThemeName>('light');

/** The colours that are on now. */
export function useTheme(): ThemeName {
  return useContext(ThemeContext);
}

const KEY = 'digits-web-theme';

/** Light, dark, or what the device prefers; remembered in this browser. */
export function useThemeChoice(): {
  readonly choice: ThemeChoice;
  readonly theme: ThemeName;
  readonly choose: (choice: ThemeChoice) => void;
} {
  const [choice, setChoice] = useState<ThemeChoice>(remembered);
  const [dark, setDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches);
  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: dark)');
    const follow = (): void => setDark(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  const theme = choice === 'auto' ? (dark ? 'dark' : 'light') : choice;
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  return {
    choice,
    theme,
    choose: (next) => {
      setChoice(next);
      try {
        localStorage.setItem(KEY, next);
      } catch {
        // A browser may forbid a page to remember.
      }
    },
  };
}

function remembered(): ThemeChoice {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === 'light' || kept === 'dark' ? kept : 'auto';
  } catch {
    return 'auto'; // As above.
  }
}
