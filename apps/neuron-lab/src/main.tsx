import { render } from 'preact';
import './styles/base.css';
import './styles/controls.css';
import './styles/neuron.css';
import './styles/network.css';
import './styles/layers.css';
import { App } from './app.js';

render(<App />, document.querySelector('#lab')!);
