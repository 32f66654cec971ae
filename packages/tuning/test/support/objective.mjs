// JavaScript, because Node 20 starts a thread before it can read TypeScript.
import { register } from 'tsx/esm/api';

register();
const { served } = await import('./objective.ts');
// biome-ignore lint/style/noDefaultExport: tinypool calls the default export
export default served;
