import { render } from 'preact';
import '@neurite/page-kit/base.css';
import '@neurite/page-kit/controls.css';
import './styles/panels.css';
import { App } from './app.js';

render(<App />, document.querySelector('#digits')!);

// After the page itself: keeping all files for later must not make the first picture late.
if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  const register = (): void => {
    // Where a browser forbids it, the page works as long as there is a connection.
    navigator.serviceWorker.register('./service-worker.js').catch(() => {});
  };
  if (document.readyState === 'complete') register();
  else window.addEventListener('load', register);
}
