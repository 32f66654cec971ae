import { Button, Choice } from '@neurite/page-kit/controls';
import { useTheme } from '@neurite/page-kit/theme';
import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { THEMES } from '../ui/colors.js';
import { onKey, type Pen, type Point } from './pen.js';
import { SAMPLE } from './sample.js';
import { PEN_WIDTHS, type PenWidth, SHOWN, Sheet } from './sheet.js';

type BoardProps = {
  /** Called at most once a frame, after the ink has changed. */
  readonly onInk: (sheet: Sheet) => void;
};

const WIDTHS: readonly { readonly value: PenWidth; readonly title: string }[] = [
  { value: 'thin', title: 'thin' },
  { value: 'medium', title: 'medium' },
  { value: 'thick', title: 'thick' },
];

const MIDDLE: Pen = { x: 0.5, y: 0.5, down: false };

/** The board to draw on with a mouse, a finger, a pen, or the keyboard. */
export function Board({ onInk }: BoardProps): JSX.Element {
  const theme = useTheme();
  const hint = useId();
  const canvas = useRef<HTMLCanvasElement>(null);
  const sheet = useRef<Sheet>(undefined);
  const frame = useRef(0);
  const [pen, setPen] = useState(MIDDLE);
  const [width, setWidth] = useState<PenWidth>('medium');
  const [empty, setEmpty] = useState(false);
  const [sample, setSample] = useState(true);

  useEffect(() => {
    sheet.current = new Sheet(canvas.current!, THEMES[theme].ink);
    sheet.current.begin(SAMPLE[0]!, 'medium');
    for (const point of SAMPLE.slice(1)) sheet.current.extend(point);
    onInk(sheet.current);
  }, []);
  useEffect(() => sheet.current?.recolor(THEMES[theme].ink), [theme]);

  const draw = (change: (sheet: Sheet) => void): void => {
    change(sheet.current!);
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => {
      setEmpty(sheet.current!.isEmpty);
      onInk(sheet.current!);
    });
  };
  const begin = (point: Point): void => {
    draw((sheet) => {
      // One's own drawing takes the place of the sample.
      if (sample) sheet.clear();
      sheet.begin(point, width);
    });
    setSample(false);
  };
  const undo = (): void => {
    draw((sheet) => sheet.undo());
    setSample(false);
  };
  const clear = (): void => {
    draw((sheet) => sheet.clear());
    setSample(false);
    setPen((pen) => ({ ...pen, down: false }));
  };
  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const action = onKey(pen, event);
    if (action === undefined) return;
    event.preventDefault();
    if (action.type === 'undo') undo();
    if (action.type === 'clear') clear();
    if (!('pen' in action)) return;
    if (action.type === 'set') begin(action.pen);
    if (action.type === 'move' && action.pen.down) draw((sheet) => sheet.extend(action.pen));
    setPen(action.pen);
  };
  const lift = (): void => setPen((pen) => ({ ...pen, down: false }));

  return (
    <>
      <div
        class="board"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes keys, which the rule does not know
        tabIndex={0}
        role="application"
        aria-label="Board to draw a digit on"
        aria-describedby={hint}
        onKeyDown={press}
        onBlur={lift}
        onPointerDown={(event) => {
          if (event.button !== 0 || !event.isPrimary) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          begin(pointOf(event, canvas.current!));
        }}
        onPointerMove={(event) => {
          if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
          const events = event.getCoalescedEvents?.() ?? [];
          draw((sheet) => {
            for (const one of events.length > 0 ? events : [event]) sheet.extend(pointOf(one, canvas.current!));
          });
        }}
      >
        <canvas ref={canvas} width={SHOWN} height={SHOWN} />
        {empty && <p class="invitation">Draw a digit here</p>}
        {sample && <p class="invitation of-sample">A sample: draw over it</p>}
        <span
          class={`pen ${pen.down ? 'down' : ''}`}
          style={{ left: `${100 * pen.x}%`, top: `${100 * pen.y}%`, width: `${100 * PEN_WIDTHS[width]}%` }}
          aria-hidden="true"
        />
      </div>
      <div class="row tools">
        <Choice label="Pen" value={width} options={WIDTHS} onChange={setWidth} />
        <Button onClick={clear} disabled={empty}>
          Clear
        </Button>
        <Button onClick={undo} disabled={empty}>
          Undo
        </Button>
        <span class="hint" role="status">
          {pen.down ? 'Pen down' : ''}
        </span>
      </div>
      <p class="hint keys" id={hint}>
        With the keyboard: <kbd>arrows</kbd> move the pen, <kbd>space</kbd> sets and lifts it, <kbd>backspace</kbd>{' '}
        undoes a stroke, <kbd>delete</kbd> clears.
      </p>
    </>
  );
}

function pointOf(event: MouseEvent, canvas: HTMLCanvasElement): Point {
  const { left, top, width, height } = canvas.getBoundingClientRect();
  return { x: (event.clientX - left) / width, y: (event.clientY - top) / height };
}
