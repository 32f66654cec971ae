import { Button } from '@neurite/page-kit/controls';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** How long a button says that it has copied, in milliseconds. */
const SAID = 2500;

/** Copies a text, and says so. */
export function CopyButton({
  text,
  children,
}: {
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
      <Button onClick={copy}>{said === '' ? children : said}</Button>
      <span class="hidden" role="status">
        {said}
      </span>
    </>
  );
}

/** Hands on the address, in which the whole state of the room stands: by the device's own dialog, or copied. */
export function ShareButton(): JSX.Element {
  if (typeof navigator.share === 'function' && matchMedia('(pointer: coarse)').matches) {
    // Who closes the dialog has not shared, and knows it.
    const share = (): void => void navigator.share({ title: document.title, url: location.href }).catch(() => {});
    return <Button onClick={share}>Share</Button>;
  }
  return <CopyButton text={() => location.href}>Copy link</CopyButton>;
}
