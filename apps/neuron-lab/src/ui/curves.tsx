import type { CurveRow } from '@neurite/charts';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { usable } from './usable.js';

/** Charts are half of the page's program; they come when the room can be used. */
const charts = (): Promise<typeof import('./charts.js')> => usable.then(() => import('./charts.js'));

/** Before a drawing is replaced, in milliseconds: a chart takes longer to draw than anything else here. */
const PAUSE = 500;

type CurvesProps = {
  readonly rows: Readonly<Record<string, readonly CurveRow[]>>;
  readonly title: string;
  readonly axis: string;
};

/** How the loss went, in one or more runs. */
export function Curves({ rows, title, axis }: CurvesProps): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const waiting = useRef(false);
  const latest = useRef({ rows, title, axis });
  latest.current = { rows, title, axis };
  useEffect(() => {
    if (waiting.current) return;
    waiting.current = true;
    const pause = place.current!.childElementCount === 0 ? 0 : PAUSE;
    const timer = window.setTimeout(async () => {
      const { drawCurves } = await charts();
      waiting.current = false;
      const width = Math.min(Math.max(place.current?.clientWidth ?? 0, 240), 1000);
      place.current?.replaceChildren(...drawCurves({ ...latest.current, width }));
    }, pause);
    return () => {
      // Only at the end of the room: a change waits for the drawing that is due.
      if (place.current === null) window.clearTimeout(timer);
    };
  }, [rows, title, axis]);
  return <div class="curves" ref={place} />;
}
