import { render } from 'preact';
import '@neurite/page-kit/base.css';
import '@neurite/page-kit/controls.css';
import './styles/rooms.css';
import './styles/neuron.css';
import './styles/network.css';
import './styles/layers.css';
import { App } from './app.js';

render(<App />, document.querySelector('#lab')!);
