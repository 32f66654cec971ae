import { render } from 'preact';
import '@neurite/page-kit/base.css';
import '@neurite/page-kit/controls.css';
import './styles/panels.css';
import { App } from './app.js';

render(<App />, document.querySelector('#digits')!);

// After the page itself: caching all files must not delay the first paint.
if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  const register = (): void => {
    // Where a browser forbids it, the page works as long as it is online.
    navigator.serviceWorker.register('./service-worker.js').catch(() => {});
  };
  if (document.readyState === 'complete') register();
  else window.addEventListener('load', register);
}
