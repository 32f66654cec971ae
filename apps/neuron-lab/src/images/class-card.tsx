import { Button } from '@neurite/page-kit/controls';
import type { JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { ImageClass } from './image-classes.js';
import { SIDE, toImageData } from './small-image.js';

/** Images that a card shows: its newest. */
const SHOWN = 12;

type ClassCardProps = {
  readonly one: ImageClass;
  readonly color: number;
  /** Whether a camera is on, whose images can be added. */
  readonly camera: boolean;
  readonly onName: (name: string) => void;
  readonly onFiles: (files: readonly File[]) => void;
  /** Whether images of the camera are being added one after another. */
  readonly recording: boolean;
  readonly onRecord: () => void;
  readonly onClear: () => void;
};

/** A class: its name, its images, and where more of them come from. */
export function ClassCard({
  one,
  color,
  camera,
  onName,
  onFiles,
  recording,
  onRecord,
  onClear,
}: ClassCardProps): JSX.Element {
  const id = useId();
  const { name, images } = one;
  return (
    <section class="image-class" aria-label={`Class ${name}`}>
      <div class="field">
        <label for={id}>
          <span>
            <span class={`swatch class-${color}`} aria-hidden="true" /> Class
          </span>
        </label>
        <input id={id} type="text" maxLength={24} value={name} onInput={(event) => onName(event.currentTarget.value)} />
      </div>
      <div class="row">
        <label class="button file">
          <span>Add images</span>
          <input
            type="file"
            accept="image/*"
            multiple
            aria-label={`Add images of ${name}`}
            onChange={({ currentTarget }) => {
              onFiles([...(currentTarget.files ?? [])]);
              // So that the same files can be chosen again.
              currentTarget.value = '';
            }}
          />
        </label>
        <Button disabled={!camera} pressed={recording} name={`Record ${name}`} onClick={onRecord}>
          {recording ? 'Stop' : 'Record'}
        </Button>
        <Button disabled={images.length === 0} name={`Clear ${name}`} onClick={onClear}>
          Clear
        </Button>
      </div>
      <div class="image-strip">
        {images.slice(-SHOWN).map((pixels, i) => (
          <SmallImage key={i} pixels={pixels} />
        ))}
      </div>
      <p class="hint">
        {images.length === 0 ? 'No images yet' : `${images.length} ${images.length === 1 ? 'image' : 'images'}`}
      </p>
    </section>
  );
}

export function SmallImage({ pixels }: { readonly pixels: Uint8Array }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    canvas.current!.getContext('2d')!.putImageData(toImageData(pixels), 0, 0); // every browser has it
  }, [pixels]);
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a canvas without a tabIndex cannot have the focus
  return <canvas ref={canvas} width={SIDE} height={SIDE} aria-hidden="true" />;
}
