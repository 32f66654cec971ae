import { render } from 'preact';
import '@neurite/page-kit/base.css';
import '@neurite/page-kit/controls.css';
import '@neurite/page-kit/curves.css';
import '@neurite/page-kit/panels.css';
import './styles/panels.css';
import { App } from './app.js';

render(<App />, document.querySelector('#translator')!);
