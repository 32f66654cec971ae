import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, normalize, relative } from 'node:path';
import { readManifest, root } from './lib/workspace.mjs';

/**
 * Run by `pnpm pack` and `pnpm publish` in the folder of a package: exits with 1 and a sentence unless everything that
 * the package publishes is there, and built from the sources as they are now.
 */
const path = process.cwd();
const GENERATED = join('internal', 'generated');
const reason = missingFile() ?? outdatedFile();
if (reason !== undefined) {
  // By force: the cache of the build goes by what files contain, and leaves those as old as they are.
  console.error(
    `${relative(root, path)} cannot be packed: ${reason}. Run \`npm run build -- --force\` in the root first.`,
  );
  process.exitCode = 1;
}

function missingFile() {
  const missing = (readManifest(path).files ?? []).find((file) => !existsSync(join(path, file)));
  return missing === undefined ? undefined : `${missing} is missing`;
}

function outdatedFile() {
  const sources = readdirSync(join(path, 'src'), { recursive: true, encoding: 'utf8' });
  const excluded = excludedSources();
  for (const source of sources.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))) {
    if (excluded.includes(join('src', source))) continue;
    const built = join('dist', source.replace(/ts$/, 'js'));
    if (!existsSync(join(path, built))) return `${built} is missing`;
    // Outputs of the build themselves, which come out of a cache in any order.
    if (source.startsWith(GENERATED)) continue;
    const age = statSync(join(path, 'src', source)).mtimeMs - statSync(join(path, built)).mtimeMs;
    if (age > 0) return `${built} is older than ${join('src', source)}`;
  }
  return undefined;
}

/** The sources that the build leaves to other programs, such as a worker that is bundled. */
function excludedSources() {
  const config = join(path, 'tsconfig.build.json');
  /** @type {{ exclude?: string[] }} */
  const { exclude = [] } = existsSync(config) ? JSON.parse(readFileSync(config, 'utf8')) : {};
  return exclude.map(normalize);
}
