import { useEffect, useState } from 'preact/hooks';

/** Where the panels stand below each other; the style sheets have the same width. */
const NARROW = '(max-width: 759px)';

/** Whether the page is as narrow as on a phone: there the output comes first, and settings are folded. */
export function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const media = matchMedia(NARROW);
    // Paper is narrow too, but another order of the panels would make them anew, and browsers print before they are drawn.
    const follow = (): void => {
      if (!matchMedia('print').matches) setNarrow(media.matches);
    };
    media.addEventListener('change', follow);
    return () => media.removeEventListener('change', follow);
  }, []);
  return narrow;
}
