import { useEffect, useState } from 'preact/hooks';

export type ThemeName = 'light' | 'dark';

/** Told to the window when the person has chosen other colors. */
export const THEME_EVENT = 'page-theme';

const DARK = '(prefers-color-scheme: dark)';

/** The colors that are on: those that were chosen, else those that the device prefers. */
export function currentTheme(): ThemeName {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return matchMedia(DARK).matches ? 'dark' : 'light';
}

/** The colors that are on, for what is painted and not styled; follows every change. */
export function useTheme(): ThemeName {
  const [theme, setTheme] = useState(currentTheme);
  useEffect(() => {
    const follow = (): void => setTheme(currentTheme());
    follow();
    const device = matchMedia(DARK);
    device.addEventListener('change', follow);
    window.addEventListener(THEME_EVENT, follow);
    return () => {
      device.removeEventListener('change', follow);
      window.removeEventListener(THEME_EVENT, follow);
    };
  }, []);
  return theme;
}
