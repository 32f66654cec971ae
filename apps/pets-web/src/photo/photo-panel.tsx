import { Button, FileButton, Panel } from '@neurite/page-kit/controls';
import type { Camera } from '@neurite/page-kit/use-camera';
import type { JSX } from 'preact';
import type { Photo } from './photo.js';
import { PhotoCanvas } from './photo-canvas.js';

/** The photograph, and where it comes from. */
export function PhotoPanel({
  photo,
  camera,
  over,
  problem,
  onFile,
  onCamera,
}: {
  readonly photo: Photo | undefined;
  readonly camera: Camera;
  /** Files are being held over the page. */
  readonly over: boolean;
  readonly problem: string;
  readonly onFile: (file: File) => void;
  /** Turns the camera on; what it sees becomes the photograph when it is on. */
  readonly onCamera: () => void;
}): JSX.Element {
  return (
    <Panel title="The photograph" name={over ? 'photo over' : 'photo'}>
      <div class="frame">
        <video ref={camera.video} class={camera.on ? '' : 'off'} muted playsInline aria-label="What the camera sees" />
        {!camera.on && photo !== undefined && <PhotoCanvas photo={photo} label={`The photograph: ${photo.name}`} />}
        {!camera.on && photo === undefined && (
          <p class="invitation">
            Choose a photograph, drop one here or paste it, or turn the camera on. It stays on this device.
          </p>
        )}
      </div>
      <div class="row">
        <FileButton accept="image/*" onFile={onFile} kind={photo === undefined ? 'main' : 'plain'}>
          Choose a photograph
        </FileButton>
        <Button kind={camera.on ? 'main' : 'plain'} onClick={onCamera}>
          {camera.on ? 'Take the photograph' : 'Camera on'}
        </Button>
      </div>
      {problem !== '' && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
    </Panel>
  );
}
