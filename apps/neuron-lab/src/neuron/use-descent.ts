import { useEffect, useRef, useState } from 'preact/hooks';
import { nextTask } from '../ui/next-task.js';
import { computing } from './computing.js';
import { type ContourLevels, contourLevels } from './contour-levels.js';
import type { Descent, DescentStep } from './descent.js';
import type { NeuronState } from './neuron-state.js';
import { rangeFor, type Surface, type SurfaceRange, zoomed, zoomFor } from './surface.js';

/** What was computed last. It stays while something newer is under way, so that nothing flickers. */
export type Computed = { readonly steps: readonly DescentStep[]; readonly lost: boolean };

/** Places along each side of the surface. */
const GRID = 61;
/** Steps that are computed before they are asked for. */
const AHEAD = 4;

/**
 * The descent that the state means, at least up to the step that is shown.
 *
 * @returns undefined until the engine has run the first step
 */
export function useDescent({ points, loss, optimizer, rate, w, b, step }: NeuronState): Computed | undefined {
  const [computed, setComputed] = useState<Computed>();
  const current = useRef<Descent>(undefined);
  const wanted = useRef(step);
  wanted.current = step;
  const followed = useRef<Descent>(undefined);
  /** Computes on until the wanted step is there. One at a time: each that waits would render the room once more. */
  const follow = async (descent: Descent): Promise<void> => {
    if (followed.current === descent) return;
    followed.current = descent;
    do {
      // A little ahead, so that playing waits for nothing.
      await descent.extendTo(wanted.current + AHEAD);
      // Not in the task that has drawn a step.
      await nextTask();
      if (current.current !== descent) return;
      setComputed({ steps: [...descent.steps], lost: descent.lost });
    } while (!descent.lost && descent.steps.length <= wanted.current);
    followed.current = undefined;
  };

  useEffect(() => {
    let replaced = false;
    void computing().then(({ Descent }) => {
      if (replaced) return;
      const descent = new Descent({ points, loss, optimizer, rate, w, b });
      current.current?.dispose();
      current.current = descent;
      void follow(descent);
    });
    return () => {
      replaced = true;
    };
  }, [points, loss, optimizer, rate, w, b]);

  useEffect(() => {
    const descent = current.current;
    if (descent !== undefined && !descent.lost && descent.steps.length <= step) void follow(descent);
  }, [step]);

  useEffect(
    () => () => {
      current.current?.dispose();
      current.current = undefined;
    },
    [],
  );
  return computed;
}

/** A surface with its contours, and how many times its range was widened to hold the path. */
export type ShownSurface = {
  readonly surface: Surface | undefined;
  readonly levels: ContourLevels;
  readonly zoom: number;
};

/** The surface of the loss; its range stays while `frozen`, so that what is dragged does not move the ground. */
export function useSurface(
  { points, loss, w, b }: Pick<NeuronState, 'points' | 'loss' | 'w' | 'b'>,
  { frozen, path }: { readonly frozen: boolean; readonly path: readonly DescentStep[] },
): ShownSurface {
  const [sampled, setSampled] = useState<Omit<ShownSurface, 'zoom'>>({ surface: undefined, levels: [] });
  const range = useRef<SurfaceRange>(undefined);
  if (!frozen || range.current === undefined) range.current = rangeFor(points, { w, b, loss });
  const zoom = zoomFor(range.current, path);
  const shown = zoomed(range.current, zoom);
  const key = [...shown.w, ...shown.b].join();
  useEffect(() => {
    let replaced = false;
    const sample = async (): Promise<void> => {
      const { sampleSurface } = await computing();
      // Sampled, contoured and drawn in tasks of their own: together they are one long task.
      await nextTask();
      if (replaced) return;
      const surface = await sampleSurface({ points, loss }, { ...shown, size: GRID });
      await nextTask();
      if (replaced) return;
      const levels = contourLevels(surface);
      await nextTask();
      if (!replaced) setSampled({ surface, levels });
    };
    void sample();
    return () => {
      replaced = true;
    };
  }, [points, loss, key]);
  return { ...sampled, zoom };
}
