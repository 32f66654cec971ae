import { useTheme } from '@neurite/page-kit/theme';
import { useMemo } from 'preact/hooks';

/** The color of panels as CSS writes it; follows the theme. */
export function useGround(): string {
  const theme = useTheme();
  return useMemo(() => getComputedStyle(document.documentElement).getPropertyValue('--panel').trim(), [theme]);
}
