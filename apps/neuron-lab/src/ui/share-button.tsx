import { Button } from '@neurite/page-kit/controls';
import { saveFile } from '@neurite/page-kit/save-file';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { parseRoute } from '../url/route.js';
import { Icon } from './icon.js';

/** How long a button says that it has copied, in milliseconds. */
const SAID = 2500;

/** Copies a text, and says so. */
export function CopyButton({
  name,
  text,
  children,
}: {
  /** What it does, where the text is not always to be seen. */
  readonly name?: string;
  readonly text: () => string;
  readonly children: ComponentChildren;
}): JSX.Element {
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (said === '') return;
    const timer = window.setTimeout(() => setSaid(''), SAID);
    return () => window.clearTimeout(timer);
  }, [said]);
  const copy = (): void => {
    navigator.clipboard.writeText(text()).then(
      () => setSaid('Copied'),
      () => setSaid('This browser does not let the page copy'),
    );
  };
  return (
    <>
      <Button {...(name === undefined ? {} : { name })} onClick={copy}>
        {said === '' ? children : said}
      </Button>
      <span class="hidden" role="status">
        {said}
      </span>
    </>
  );
}

/** Hands on the room: its address, in which its whole state stands, and an image of what it shows. */
export function ShareButtons(): JSX.Element {
  const label = (sign: 'link' | 'image', text: string): JSX.Element => (
    <>
      <Icon sign={sign} />
      <span class="button-text">{text}</span>
    </>
  );
  const saveCard = async (): Promise<void> => {
    const { room } = parseRoute(location.hash);
    const { drawCard } = await import('./share-card.js');
    const canvas = await drawCard(room);
    canvas.toBlob(async (blob) => {
      if (blob !== null) saveFile(`${room}.png`, new Uint8Array(await blob.arrayBuffer()));
    }, 'image/png');
  };
  // Who closes the dialog has not shared, and knows it.
  const share = (): void => void navigator.share({ title: document.title, url: location.href }).catch(() => {});
  return (
    <>
      {typeof navigator.share === 'function' && matchMedia('(pointer: coarse)').matches ? (
        <Button name="Share" onClick={share}>
          {label('link', 'Share')}
        </Button>
      ) : (
        <CopyButton name="Copy link" text={() => location.href}>
          {label('link', 'Copy link')}
        </CopyButton>
      )}
      <Button name="Save image" onClick={() => void saveCard()}>
        {label('image', 'Save image')}
      </Button>
    </>
  );
}
