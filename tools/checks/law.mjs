import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { attempt } from '../lib/run.mjs';
import { root } from '../lib/workspace.mjs';

const MOST = 0.7;
/** What is said while it goes on. */
const PROGRESS = /^\d+ %: .*\n/gm;

/**
 * `npm test` runs it with one short series.
 *
 * @type {import('../lib/check.mjs').Check}
 */
export const law = {
  name: 'law',
  alone: true,
  title: 'A network finds the law of five series better than every baseline; writes docs/measurements/forecast-law.md',
  onRequest: true,
  run: async () => {
    const { code, output } = await attempt(process.execPath, [join(root, 'apps/stock-forecast/dist/main.js'), 'law']);
    if (code !== 0) return { failures: [output.trim()] };
    const ratios = [...output.matchAll(/the network has ([\d.]+) times/g)].map(([, ratio]) => Number(ratio));
    await writeFile(join(root, 'docs/measurements/forecast-law.md'), pageOf(output));
    const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
    const note = `${ratios.join(', ')}: ${mean.toFixed(2)} times the excess of the best baseline`;
    return { failures: mean <= MOST ? [] : [`${note}, more than ${MOST}`], note };
  },
};

/** @param {string} output */
const pageOf = (output) => `# A law that a network finds

\`npm run check -- law\`, which is \`npm run forecast -- law\`, on ${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}:

\`\`\`text
${output.replaceAll(PROGRESS, '').trim()}
\`\`\`
`;
