import { ThemeSwitch } from '@neurite/page-kit/theme-switch';
import { render } from 'preact';
import '@neurite/page-kit/base.css';
import '@neurite/page-kit/controls.css';
import './styles/rooms.css';
import { Rooms } from './rooms.js';
import { ShareButtons } from './ui/share-button.js';

// The frame around the rooms stands in index.html, so that it is there before any program. The room comes first: what it
// needs is then under way while the rest is drawn.
const main = document.querySelector('main')!;
main.replaceChildren();
render(<Rooms />, main);
render(
  <>
    <ShareButtons />
    <ThemeSwitch name="neuron-lab" />
  </>,
  document.querySelector('#tools')!,
);
