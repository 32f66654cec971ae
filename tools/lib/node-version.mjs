// Every tool imports this first, so that an old version of Node ends with a sentence instead of a syntax error. It is
// written in old JavaScript for that reason.
import { readFileSync } from 'node:fs';

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
const wanted = /(\d+)\.(\d+)/.exec(manifest.engines.node) || ['0.0', '0', '0'];
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < Number(wanted[1]) || (major === Number(wanted[1]) && minor < Number(wanted[2]))) {
  console.error(
    `neurite needs Node ${wanted[0]} or later; this is Node ${process.versions.node}. Get one at nodejs.org.`,
  );
  process.exit(1);
}
