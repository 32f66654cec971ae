import { ThemeSwitch } from '@neurite/page-kit/theme-switch';
import { useCamera } from '@neurite/page-kit/use-camera';
import { useFileDrop } from '@neurite/page-kit/use-file-drop';
import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { AnswerPanel } from './answer/answer-panel.js';
import { MapsPanel } from './answer/maps-panel.js';
import { useLooking } from './answer/use-looking.js';
import { ModelPanel } from './model/model-panel.js';
import { useModel } from './model/use-model.js';
import { openPhoto, takePhoto } from './photo/open-photo.js';
import type { Photo } from './photo/photo.js';
import { PhotoPanel } from './photo/photo-panel.js';
import { useLive } from './photo/use-live.js';
import { usePaste } from './photo/use-paste.js';
import { sentenceOf } from './ui/sentence-of.js';
import { startWorker } from './worker/start-worker.js';

/** The camera at the back, where there are two: one photographs others. */
const VIDEO = { facingMode: { ideal: 'environment' }, width: { ideal: 1024 }, height: { ideal: 768 } };

/** The page. */
export function App(): JSX.Element {
  const worker = useMemo(startWorker, []);
  const [engine, setEngine] = useState('');
  const [unstarted, setUnstarted] = useState('');
  const [refused, setRefused] = useState('');
  const model = useModel(worker);
  const looking = useLooking(worker, model.card);
  const camera = useCamera(VIDEO);
  const { photo, looked } = looking;

  const show = (opening: Promise<Photo>): void => {
    setRefused('');
    void opening.then(
      (photo) => {
        camera.stop();
        looking.show(photo);
      },
      (error) => setRefused(sentenceOf(error)),
    );
  };
  const open = (file: File): void => {
    if (file.name.endsWith('.safetensors')) model.load(file);
    else show(openPhoto(file));
  };
  useLive(camera, looking.follow);
  usePaste(open);
  const over = useFileDrop(({ files: [file] }) => {
    if (file !== undefined) open(file);
  });
  useEffect(() => {
    worker.ask('start', undefined).then(setEngine, (error) => setUnstarted(sentenceOf(error)));
  }, []);

  return (
    <>
      <header class="top">
        <span class="brand">
          <img src="./icon.svg" alt="" width="28" height="28" />
          Cats and dogs
        </span>
        <ThemeSwitch name="pets-web" />
      </header>
      <main>
        <div class="intro">
          <h1>What does a network see in a photograph?</h1>
          <p>It says what a photograph shows, how sure it is, and where it looks.</p>
        </div>
        {unstarted !== '' && (
          <p class="problem banner" role="alert">
            {unstarted}
          </p>
        )}
        <PhotoPanel
          photo={photo}
          camera={camera}
          over={over}
          problem={refused || looking.problem || camera.problem}
          onFile={open}
          onCamera={() => {
            const video = camera.frame();
            setRefused('');
            if (video === undefined) camera.toggle();
            else show(takePhoto(video));
          }}
        />
        <AnswerPanel
          looked={looked}
          live={camera.on}
          waiting={
            photo === undefined
              ? 'It waits for a photograph.'
              : model.card === undefined
                ? 'It waits for a network.'
                : 'It is looking …'
          }
        />
        <MapsPanel looked={looked} live={camera.on} onSee={looking.see} onNeed={looking.need} />
        <ModelPanel model={model} />
      </main>
      <footer>
        <p>Everything is computed in this page by the packages of neurite; no photograph leaves your device.</p>
        <p>{engine === '' ? 'The engine is starting …' : `Engine: ${engine}`}</p>
      </footer>
    </>
  );
}
