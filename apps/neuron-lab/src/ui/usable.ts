import { useEffect } from 'preact/hooks';

/** The name under which browsers, and the tests, are told when the page can be used. */
const MARK = 'usable';

let tell: () => void;
/** Settled when the first room that was opened shows its first numbers: what can wait is loaded after that. */
export const usable: Promise<void> = new Promise((resolve) => {
  tell = resolve;
});

/** Tells that the room can be used, once. */
export function useUsable(ready: boolean): void {
  useEffect(() => {
    if (!ready || performance.getEntriesByName(MARK).length > 0) return;
    performance.mark(MARK);
    tell();
  }, [ready]);
}
