import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

/** A module as a URL. */
const moduleOf = (text: string): string => `data:text/javascript,${encodeURIComponent(text)}`;
/** Ends the process where a module of TensorFlow.js is loaded. */
const hooks = moduleOf(`export async function load(url, context, next) {
  if (url.includes('tfjs')) throw new Error('loads ' + url);
  return next(url, context);
}`);
const register = moduleOf(`import { register } from 'node:module'; register(${JSON.stringify(hooks)});`);

const load = (name: string) =>
  promisify(execFile)(process.execPath, ['--import', register, '--input-type=module', '-e', `import '${name}';`], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
  });

test('neither this package nor numeric loads TensorFlow.js', async () => {
  await load('@neurite/classical');
  await load('@neurite/numeric');
  // The hooks would tell.
  await expect(load('@neurite/core')).rejects.toThrow('loads file:');
});
