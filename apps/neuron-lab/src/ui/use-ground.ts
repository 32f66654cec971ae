import { useEffect, useState } from 'preact/hooks';
import { THEME_EVENT } from './picture.js';

/** The colour of panels as CSS writes it; follows the theme. */
export function useGround(): string {
  const [ground, setGround] = useState(read);
  useEffect(() => {
    const follow = (): void => setGround(read());
    follow();
    window.addEventListener(THEME_EVENT, follow);
    return () => window.removeEventListener(THEME_EVENT, follow);
  }, []);
  return ground;
}

function read(): string {
  return getComputedStyle(document.documentElement).getPropertyValue('--panel').trim();
}
