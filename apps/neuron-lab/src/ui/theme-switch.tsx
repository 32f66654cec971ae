import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Choice } from './controls.js';
import { THEME_EVENT } from './picture.js';

const THEMES = [
  { value: 'auto', title: 'As the device' },
  { value: 'light', title: 'Light' },
  { value: 'dark', title: 'Dark' },
] as const;
type ThemeName = (typeof THEMES)[number]['value'];

const KEY = 'neuron-lab-theme';

/** Light, dark, or what the device prefers; remembered in this browser. */
export function ThemeSwitch(): JSX.Element {
  const [theme, setTheme] = useState<ThemeName>(remembered);
  useEffect(() => {
    const root = document.documentElement;
    if (theme === 'auto') delete root.dataset.theme;
    else root.dataset.theme = theme;
    remember(theme);
    const tell = (): void => void window.dispatchEvent(new Event(THEME_EVENT));
    tell();
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', tell);
    return () => dark.removeEventListener('change', tell);
  }, [theme]);
  return <Choice label="Colours" value={theme} options={THEMES} onChange={setTheme} />;
}

function remembered(): ThemeName {
  try {
    return THEMES.find(({ value }) => value === localStorage.getItem(KEY))?.value ?? 'auto';
  } catch {
    return 'auto'; // A browser may forbid a page to remember.
  }
}

function remember(theme: ThemeName): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // As above.
  }
}
