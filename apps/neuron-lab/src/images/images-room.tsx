import { Button, FileButton, Panel } from '@neurite/page-kit/controls';
import { ExaminationFold } from '@neurite/page-kit/examination-fold';
import { saveFile } from '@neurite/page-kit/save-file';
import { useCamera } from '@neurite/page-kit/use-camera';
import { useFileDrop } from '@neurite/page-kit/use-file-drop';
import type { JSX } from 'preact';
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import { beginExamination } from '../examining/begin-examination.js';
import { ConfusionTable } from '../ui/confusion-table.js';
import { Curves } from '../ui/curves.js';
import { Icon } from '../ui/icon.js';
import { Problems } from '../ui/problems.js';
import { type RoomCodec, useRoomState } from '../ui/room-state.js';
import { useUsable } from '../ui/usable.js';
import { unknownParts } from '../url/fields.js';
import { ClassCard, SmallImage } from './class-card.js';
import { chosenFiles, droppedFiles } from './found-files.js';
import { CLASS_COUNT, canLearn, divided, type ImageClass, namedSo, testImages } from './image-classes.js';
import { shapeClasses } from './shapes.js';
import { smallImage } from './small-image.js';
import type { Confusion } from './train-images.js';
import { EMPTY, useClasses } from './use-classes.js';
import { useImageTraining } from './use-image-training.js';
import { useKept } from './use-kept.js';
import '../styles/classes.css';
import '../styles/images.css';

/** Milliseconds between two questions about what the camera sees, and between two of its images that are taken. */
const ASK_PAUSE = 300;
const RECORD_PAUSE = 200;
/** The network sees images that are smaller by far. */
const VIDEO = { width: { ideal: 320 }, height: { ideal: 320 } };

/** An image that the network is asked about; a test image also has a truth. */
type Asked = { readonly pixels: Uint8Array; readonly truth?: string };

/** What a network says to an image. */
type Said = Asked & { readonly shares: Float32Array };

/** Nothing of this room stands in its address. */
const CODEC: RoomCodec<undefined> = {
  room: 'images',
  encode: () => '',
  decode: (query) => ({ state: undefined, problems: unknownParts(query) }),
};

/** Images of one's own, by class, and a small convolutional network that learns them in a worker. */
export function ImagesRoom(): JSX.Element {
  const collected = useClasses();
  const { classes, set, change, add, read, addFiles, openFolder, reading, problem } = collected;
  const [, , problems] = useRoomState(CODEC);
  const [fault, setFault] = useState('');
  const [asked, setAsked] = useState<Asked>();
  const [tried, setTried] = useState(0);
  const [said, setSaid] = useState<Said>();
  /** The class of which the camera's images are being taken. */
  const [recorded, setRecorded] = useState<number>();
  const camera = useCamera(VIDEO);
  const run = useImageTraining();
  const { progress, rows, training, ask, opened } = run;
  const kept = useKept(collected, run);
  const curves = useMemo(() => ({ Run: rows }), [rows]);
  /** Whether there is a network to ask. */
  const learning = progress !== undefined || opened !== undefined;
  const names = opened ?? classes.map(({ name }) => name);
  /** What the last training was of: it goes on by itself as long as they are the same. */
  const [learned, setLearned] = useState(classes);
  const changed =
    opened === undefined && learned === classes
      ? undefined
      : namedSo(classes, opened ?? learned.map(({ name }) => name));
  /** The images on which a network can be trained further that has not seen them. */
  const more = changed !== undefined && canLearn(changed) ? changed : undefined;
  const empty = classes.every(({ images }) => images.length === 0);
  useUsable(true);

  const over = useFileDrop((transfer, on) => {
    const card = on?.closest('.image-class');
    const at = card == null ? -1 : [...document.querySelectorAll('.image-class')].indexOf(card);
    void droppedFiles(transfer).then((found) =>
      at < 0
        ? openFolder(found)
        : addFiles(
            at,
            found.map(({ file }) => file),
          ),
    );
  });

  // What the network says follows its training.
  useEffect(() => {
    if (asked === undefined || !learning) return;
    let replaced = false;
    void ask(asked.pixels).then((shares) => {
      if (!replaced && shares !== undefined) setSaid({ ...asked, shares });
    });
    return () => {
      replaced = true;
    };
  }, [asked, progress, opened, ask]);
  useEffect(() => {
    if (!camera.on) return;
    const timer = window.setInterval(() => {
      const pixels = shotOf(camera.frame());
      if (pixels !== undefined) setAsked({ pixels });
    }, ASK_PAUSE);
    return () => window.clearInterval(timer);
  }, [camera.on]);
  useEffect(() => {
    if (!camera.on) setRecorded(undefined);
    if (!camera.on || recorded === undefined) return;
    const take = (): void => {
      const shot = shotOf(camera.frame());
      if (shot !== undefined) add(recorded, [shot]);
    };
    take();
    const timer = window.setInterval(take, RECORD_PAUSE);
    return () => window.clearInterval(timer);
  }, [camera.on, recorded]);

  const examine = useCallback(
    () => beginExamination({ examined: 'images', ...divided(classes), classes: classes.map(({ name }) => name) }),
    [classes],
  );
  const tests = useMemo(() => testImages(classes), [classes]);
  const tryNext = (): void => {
    setAsked(tests[tried % tests.length]);
    setTried((count) => count + 1);
  };
  // An opened network says what is to be collected.
  useEffect(() => {
    if (opened !== undefined) set((now) => (now === EMPTY ? opened.map((name) => ({ name, images: [] })) : now));
  }, [opened]);
  // The first answers are there without a question, whether the network or the images were there first.
  const askable = learning && tests.length > 0;
  useEffect(() => {
    if (askable && asked === undefined) tryNext();
  }, [askable]);

  const saveNetwork = async (): Promise<void> => {
    const bytes = await run.save();
    if (bytes !== undefined) saveFile('images.safetensors', bytes);
  };
  const openNetwork = async (file: File): Promise<void> => {
    const why = await run.open(new Uint8Array(await file.arrayBuffer()));
    setFault(why === '' ? '' : `${file.name} was not taken. ${why}`);
  };

  const train = (on: readonly ImageClass[], weights?: Uint8Array): void => {
    set(() => on);
    setLearned(on);
    run.start(on, weights);
  };
  const goOn = async (): Promise<void> => {
    if (more === undefined) run.resume();
    else train(more, await run.save());
  };

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
      <Problems problems={problems} />
      <Panel title="1. Collect" name={over ? 'collect over' : 'collect'}>
        <div class="row">
          <Button kind={empty ? 'main' : 'plain'} onClick={() => set(() => shapeClasses())}>
            Try it with shapes
          </Button>
          <label class="button file">
            <span>Open a folder of classes</span>
            <input
              type="file"
              multiple
              aria-label="Open a folder with a folder of images for each class"
              ref={(input) => input?.setAttribute('webkitdirectory', '')}
              onChange={({ currentTarget }) => {
                void openFolder(chosenFiles(currentTarget.files));
                // So that the same folder can be chosen again.
                currentTarget.value = '';
              }}
            />
          </label>
          <Button pressed={camera.on} onClick={camera.toggle}>
            {camera.on ? 'Camera off' : 'Camera on'}
          </Button>
          <Button
            disabled={classes.length === CLASS_COUNT.most}
            onClick={() => set((before) => [...before, { name: `class ${before.length + 1}`, images: [] }])}
          >
            One class more
          </Button>
          <Button disabled={classes.length === CLASS_COUNT.least} onClick={() => set((before) => before.slice(0, -1))}>
            One less
          </Button>
          <Button disabled={kept.words === ''} onClick={kept.forget}>
            Forget all
          </Button>
        </div>
        <p class="hint">
          Or drop images on a class, and a folder with a folder for each class beside them. “Record” takes five images
          of the camera a second.
        </p>
        <p class="hint" role="status">
          {reading || kept.words}
        </p>
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
              onFiles={(files) => void addFiles(i, files)}
              recording={recorded === i}
              onRecord={() => setRecorded(recorded === i ? undefined : i)}
              onClear={() => change(i, () => ({ images: [] }))}
            />
          ))}
        </div>
        {canLearn(classes) ? (
          <ExaminationFold
            what="images"
            waiting={`${classes.reduce((sum, { images }) => sum + images.length, 0)} images are being examined`}
            begin={examine}
          />
        ) : null}
      </Panel>
      <Panel title="2. Train" name="teach">
        <div class="row">
          <Button kind="main" disabled={!canLearn(classes)} onClick={() => train(classes)}>
            {progress === undefined ? 'Train' : 'Train again'}
          </Button>
          <Button
            disabled={progress === undefined && (training || more === undefined)}
            onClick={training ? run.pause : () => void goOn()}
          >
            <Icon sign={training ? 'pause' : 'play'} /> {training ? 'Pause' : 'Go on'}
          </Button>
          <Button disabled={!learning} onClick={() => void saveNetwork()}>
            Save the network
          </Button>
          <FileButton accept=".safetensors" name="Open a network that was saved here" onFile={openNetwork}>
            Open a network
          </FileButton>
        </div>
        <p role="status" class="training-words">
          {progress === undefined
            ? training
              ? 'The worker starts …'
              : opened !== undefined
                ? `This network tells ${opened.join(', ')} apart. ${
                    more === undefined
                      ? 'Collect images of all of them, by these names, to train it further'
                      : '“Go on” trains it further'
                  }; “Train” begins another one.`
                : 'Every fifth image is kept back to test with.'
            : `Epoch ${progress.epoch}, step ${progress.step}: ${percent(rightIn(progress.train.counts))} of the training images are right${progress.test === undefined ? '' : `, ${percent(rightIn(progress.test.counts))} of the test images`}.`}
        </p>
        {run.problem === '' && fault === '' ? null : (
          <p class="problem" role="alert">
            {fault || run.problem}
          </p>
        )}
        {progress !== undefined ? <Curves rows={curves} title="Loss over the steps" axis="step" /> : null}
      </Panel>
      <Panel title="3. Ask" name="ask">
        <div class="row">
          <FileButton
            accept="image/*"
            name="Open an image to ask about"
            disabled={!learning}
            onFile={(file) => void read([file]).then(([image]) => image !== undefined && setAsked({ pixels: image }))}
          >
            Open an image
          </FileButton>
          <Button disabled={!learning || tests.length === 0} onClick={tryNext}>
            Try a test image
          </Button>
          <p class="hint">{camera.on ? 'The camera asks by itself.' : 'Or turn the camera on.'}</p>
        </div>
        {said === undefined || said.shares.length !== names.length ? null : (
          <div class="asked">
            <SmallImage pixels={said.pixels} />
            <dl class="said">
              {names.map((name, i) => (
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
            {said.truth === undefined ? null : <p class="hint truth">A test image of the class {said.truth}.</p>}
          </div>
        )}
      </Panel>
      {progress === undefined || progress.train.counts.length !== classes.length ? null : (
        <ConfusionTable
          counts={(progress.test ?? progress.train).counts}
          names={classes.map(({ name }) => name)}
          of={progress.test === undefined ? 'Training images' : 'Test images'}
        />
      )}
    </div>
  );
}

/** What the camera sees now; undefined while it is off. */
function shotOf(video: HTMLVideoElement | undefined): Uint8Array | undefined {
  return video && smallImage(video, video.videoWidth, video.videoHeight);
}

/** The share of right answers. */
function rightIn(counts: Confusion): number {
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  return sum(counts.map((row, i) => row[i]!)) / sum(counts.map(sum));
}
