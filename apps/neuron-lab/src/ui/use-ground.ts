import { useTheme } from '@neurite/page-kit/theme';
import { useEffect, useState } from 'preact/hooks';

/** The color of panels as CSS writes it; follows the theme. */
export function useGround(): string {
  const theme = useTheme();
  const [ground, setGround] = useState(read);
  useEffect(() => setGround(read()), [theme]);
  return ground;
}

function read(): string {
  return getComputedStyle(document.documentElement).getPropertyValue('--panel').trim();
}
