// JavaScript, because Node 20 starts a thread before it can read TypeScript.
import { register } from 'tsx/esm/api';

register();
await import('./node-worker.ts');
