import { Button, FileButton, Panel } from '@neurite/page-kit/controls';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../ui/icon.js';
import { useUsable } from '../ui/usable.js';
import { ClassCard, SmallImage } from './class-card.js';
import { CLASS_COUNT, canLearn, folderOf, type ImageClass, MOST_IMAGES } from './image-classes.js';
import { shapeClasses } from './shapes.js';
import { readImage } from './small-image.js';
import { useCamera } from './use-camera.js';
import { useImageTraining } from './use-image-training.js';
import '../styles/images.css';

const EMPTY: readonly ImageClass[] = [
  { name: 'first', images: [] },
  { name: 'second', images: [] },
];

/** What a network says to an image. */
type Said = { readonly pixels: Uint8Array; readonly shares: Float32Array };

/** Images of one's own, by class, and a small convolutional network that learns them in a worker. */
export function ImagesRoom(): JSX.Element {
  const [classes, setClasses] = useState(EMPTY);
  const [problem, setProblem] = useState('');
  const [asked, setAsked] = useState<Uint8Array>();
  const [said, setSaid] = useState<Said>();
  const camera = useCamera();
  const run = useImageTraining();
  const { progress, training, ask } = run;
  useUsable(true);

  const change = (at: number, of: (one: ImageClass) => Partial<ImageClass>): void =>
    setClasses((before) => before.map((one, i) => (i === at ? { ...one, ...of(one) } : one)));
  const add = (at: number, images: readonly Uint8Array[]): void =>
    change(at, (one) => ({ images: [...one.images, ...images].slice(-MOST_IMAGES) }));
  const read = async (files: readonly File[]): Promise<Uint8Array[]> => {
    const results = await Promise.allSettled(files.map(readImage));
    const refused = files.filter((_, i) => results[i]!.status === 'rejected').map(({ name }) => name);
    setProblem(refused.length === 0 ? '' : `No image that this browser can read: ${refused.slice(0, 5).join(', ')}.`);
    return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  };
  const openFolder = async (files: readonly File[]): Promise<void> => {
    const images = files.filter(({ type }) => type.startsWith('image/'));
    const names = [...new Set(images.map((file) => folderOf(file.webkitRelativePath) ?? ''))].sort();
    if (names.length < CLASS_COUNT.least || names.length > CLASS_COUNT.most) {
      setProblem(
        `A folder with ${CLASS_COUNT.least} to ${CLASS_COUNT.most} folders of images is needed, one for each class; this has ${names.length}.`,
      );
      return;
    }
    const groups = names.map((name) => images.filter((file) => folderOf(file.webkitRelativePath) === name));
    const all = await read(groups.flatMap((group) => group.slice(0, MOST_IMAGES)));
    let at = 0;
    setClasses(
      names.map((name, i) => {
        const count = Math.min(groups[i]!.length, MOST_IMAGES);
        at += count;
        return { name, images: all.slice(at - count, at) };
      }),
    );
  };

  // What the network says follows its training.
  useEffect(() => {
    if (asked === undefined || progress === undefined) return;
    let replaced = false;
    void ask(asked).then((shares) => {
      if (!replaced && shares !== undefined) setSaid({ pixels: asked, shares });
    });
    return () => {
      replaced = true;
    };
  }, [asked, progress, ask]);
  useEffect(() => {
    if (!camera.on) return;
    const timer = window.setInterval(() => setAsked(camera.shot()), 300);
    return () => window.clearInterval(timer);
  }, [camera.on]);

  const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
  return (
    <div class="room images">
      <header class="intro">
        <h1>Your images</h1>
        <p>
          Collect images of two things or more, from files or the camera, and a small network learns to tell them apart.
          They stay on your device.
        </p>
      </header>
      <Panel title="1. Collect" name="collect">
        <div class="row">
          <Button onClick={() => setClasses(shapeClasses())}>Try it with shapes</Button>
          <label class="button file">
            <span>Open a folder of classes</span>
            <input
              type="file"
              multiple
              aria-label="Open a folder with a folder of images for each class"
              ref={(input) => input?.setAttribute('webkitdirectory', '')}
              onChange={({ currentTarget }) => void openFolder([...(currentTarget.files ?? [])])}
            />
          </label>
          <Button pressed={camera.on} onClick={camera.toggle}>
            {camera.on ? 'Camera off' : 'Camera on'}
          </Button>
          <Button
            disabled={classes.length === CLASS_COUNT.most}
            onClick={() => setClasses((before) => [...before, { name: `class ${before.length + 1}`, images: [] }])}
          >
            One class more
          </Button>
          <Button
            disabled={classes.length === CLASS_COUNT.least}
            onClick={() => setClasses((before) => before.slice(0, -1))}
          >
            One less
          </Button>
        </div>
        <p class="problem" role="alert">
          {problem || camera.problem}
        </p>
        <video ref={camera.video} class={camera.on ? 'camera' : 'camera off'} muted playsInline aria-label="Camera" />
        <div class="image-classes">
          {classes.map((one, i) => (
            <ClassCard
              key={i}
              one={one}
              color={i}
              camera={camera.on}
              onName={(name) => change(i, () => ({ name }))}
              onFiles={(files) => void read(files).then((images) => add(i, images))}
              onShot={() => {
                const shot = camera.shot();
                if (shot !== undefined) add(i, [shot]);
              }}
              onClear={() => change(i, () => ({ images: [] }))}
            />
          ))}
        </div>
      </Panel>
      <Panel title="2. Train" name="teach">
        <div class="row">
          <Button kind="main" disabled={!canLearn(classes)} onClick={() => run.start(classes)}>
            {progress === undefined ? 'Train' : 'Train again'}
          </Button>
          <Button disabled={progress === undefined} onClick={training ? run.pause : run.resume}>
            <Icon sign={training ? 'pause' : 'play'} /> {training ? 'Pause' : 'Go on'}
          </Button>
        </div>
        <p role="status" class="training-words">
          {progress === undefined
            ? training
              ? 'The worker starts …'
              : 'Every fifth image is kept back to test with.'
            : `Epoch ${progress.epoch}, step ${progress.step}: ${percent(progress.train)} of the training images are right${progress.test === undefined ? '' : `, ${percent(progress.test)} of the test images`}.`}
        </p>
        {run.problem === '' ? null : (
          <p class="problem" role="alert">
            {run.problem}
          </p>
        )}
      </Panel>
      <Panel title="3. Ask" name="ask">
        <div class="row">
          <FileButton
            accept="image/*"
            name="Open an image to ask about"
            disabled={progress === undefined}
            onFile={(file) => void read([file]).then(([pixels]) => pixels !== undefined && setAsked(pixels))}
          >
            Open an image
          </FileButton>
          <p class="hint">{camera.on ? 'The camera asks by itself.' : 'Or turn the camera on.'}</p>
        </div>
        {said === undefined || said.shares.length !== classes.length ? null : (
          <div class="asked">
            <SmallImage pixels={said.pixels} />
            <dl class="said">
              {classes.map(({ name }, i) => (
                <div key={i}>
                  <dt>{name}</dt>
                  <dd>
                    <span class="bar" aria-hidden="true">
                      <span style={{ width: `${said.shares[i]! * 100}%` }} />
                    </span>
                    <span class="numbers">{percent(said.shares[i]!)}</span>
                  </dd>
                </div>
              ))}
            </dl>
          </div>
        )}
      </Panel>
    </div>
  );
}
