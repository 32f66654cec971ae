import { ThemeSwitch } from '@neurite/page-kit/theme-switch';
import { render } from 'preact';
import '@neurite/page-kit/base.css';
import '@neurite/page-kit/controls.css';
import './page.css';
import { App } from './app.js';

const main = document.querySelector('main')!;
main.replaceChildren();
render(<App />, main);
render(<ThemeSwitch name="run-viewer" />, document.querySelector('#tools')!);
