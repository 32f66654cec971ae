import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { Choice } from './controls.js';
import { THEME_EVENT } from './theme.js';

const CHOICES = [
  { value: 'auto', title: 'As the device' },
  { value: 'light', title: 'Light' },
  { value: 'dark', title: 'Dark' },
] as const;
type ThemeChoice = (typeof CHOICES)[number]['value'];

/** The browser paints with colors that the person has set, of which it says whether they are dark. */
const FORCED = '(forced-colors: active)';

/**
 * Light, dark, or what the device prefers; remembered in this browser.
 *
 * @param props.name of the page, under which the choice is kept
 */
export function ThemeSwitch({ name }: { readonly name: string }): JSX.Element {
  const key = `${name}-theme`;
  const [choice, setChoice] = useState<ThemeChoice>(() => remembered(key));
  // Before anything is painted.
  useLayoutEffect(() => {
    turnOn(choice);
    remember(key, choice);
  }, [choice]);
  // Paper is white, also for what is painted.
  useEffect(() => {
    const before = (): void => show('light');
    const after = (): void => turnOn(choice);
    const forced = matchMedia(FORCED);
    window.addEventListener('beforeprint', before);
    window.addEventListener('afterprint', after);
    forced.addEventListener('change', after);
    after(); // A change before this list was made is told to nobody.
    return () => {
      window.removeEventListener('beforeprint', before);
      window.removeEventListener('afterprint', after);
      forced.removeEventListener('change', after);
    };
  }, [choice]);
  return <Choice label="Colors" value={choice} options={CHOICES} onChange={setChoice} />;
}

/** Drawings in the dark colors would be faint on a ground that is forced to be light, and the other way round. */
function turnOn(choice: ThemeChoice): void {
  show(matchMedia(FORCED).matches ? 'auto' : choice);
}

function show(choice: ThemeChoice): void {
  const root = document.documentElement;
  if (choice === 'auto') delete root.dataset.theme;
  else root.dataset.theme = choice;
  window.dispatchEvent(new Event(THEME_EVENT));
}

function remembered(key: string): ThemeChoice {
  try {
    return CHOICES.find(({ value }) => value === localStorage.getItem(key))?.value ?? 'auto';
  } catch {
    return 'auto'; // A browser may forbid a page to remember.
  }
}

function remember(key: string, choice: ThemeChoice): void {
  try {
    localStorage.setItem(key, choice);
  } catch {
    // As above.
  }
}
