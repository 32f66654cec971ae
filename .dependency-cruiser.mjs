import { readdirSync, readFileSync } from 'node:fs';

// The arrows of the house. A package may import its own sources, npm packages that it declares, and the packages that
// stand in its row; what has no row may import core alone. Another arrow needs a page in docs/decisions/ first.
const arrows = {
  core: [],
  ops: ['core'],
  layers: ['core', 'ops'],
  losses: ['core', 'ops'],
  metrics: ['core', 'ops'],
  optimizers: ['core', 'ops', 'numeric'],
  compile: ['core', 'ops'],
  'backend-wasm': ['core', 'ops'],
  'webgpu-kernels': ['core', 'ops'],
  'backend-web': ['core', 'backend-wasm', 'webgpu-kernels'],
  'tfjs-node': ['core', 'backend-wasm', 'images', 'formats'],
  'backend-node-gpu': ['core', 'backend-wasm', 'webgpu-kernels'],
  data: ['core', 'images'],
  preprocessing: ['core', 'images', 'numeric'],
  'data-augmentation': ['core', 'images', 'numeric'],
  'data-validation': ['core', 'numeric'],
  classical: ['core', 'numeric'],
  tuning: ['core', 'numeric'],
  training: ['core', 'formats'],
  conformance: ['core', 'ops', 'backend-wasm', 'backend-web', 'backend-node-gpu', 'browser-testing', 'testing'],
  'command-kit': ['core', 'formats'],
  'page-kit': ['core', 'training-worker'],
  'pets-model': ['core', 'images', 'layers', 'training'],
  'digits-model': ['core', 'images', 'layers', 'optimizers', 'data', 'data-augmentation', 'formats', 'training'],
  'translator-model': ['core', 'layers', 'losses', 'metrics', 'optimizers', 'data', 'preprocessing', 'training'],
};

// The packages beside the house, which are never published.
const packages = new URL('packages/', import.meta.url);
const beside = readdirSync(packages).filter(
  (name) => JSON.parse(readFileSync(new URL(`${name}/package.json`, packages), 'utf8')).private === true,
);

/**
 * @param {string} name
 * @param {string} from
 * @param {readonly string[]} allowed
 */
function arrow(name, from, allowed) {
  return {
    name: `arrows-of-${name}`,
    comment: `src of ${name} may import ${allowed.join(' and ') || 'no other package'}`,
    severity: 'error',
    from: { path: from },
    to: { path: '^packages/', pathNot: `^packages/(${['$1', ...allowed].join('|')})/` },
  };
}

const others = Object.keys(arrows).join('|');

export default {
  forbidden: [
    ...Object.entries(arrows).map(([name, allowed]) => arrow(name, `^packages/(${name})/src/`, allowed)),
    arrow('all-others', `^packages/(?!(?:${others}|testing)/)([^/]+)/src/`, ['core']),
    {
      name: 'packages-below-apps',
      comment: 'packages, tests included, import no app, example, benchmark or tool',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^(apps|examples|benchmarks|tools)/' },
    },
    {
      name: 'by-name-across-packages',
      comment: 'another package is imported by its name, as a user would, never by a path into it',
      severity: 'error',
      from: { path: '^((?:packages|apps|examples)/[^/]+|benchmarks)/' },
      to: { pathNot: '^$1/', path: '^(packages|apps|examples|benchmarks)/', dependencyTypes: ['local'] },
    },
    {
      name: 'internal-stays-internal',
      comment: 'src/internal/ belongs to its own package',
      severity: 'error',
      from: { path: '^((?:packages|apps|examples)/[^/]+|benchmarks)/' },
      to: { path: '/src/internal/', pathNot: '^$1/' },
    },
    {
      name: 'published-without-private',
      comment: 'what is published imports no package that is not, and no tests',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: `^packages/(${beside.join('|')})/` },
      to: { path: `^packages/((${beside.join('|')})/|[^/]+/test/)` },
    },
    {
      name: 'apps-import-no-app',
      comment: 'what two apps share is a package',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'src-without-dev-dependencies',
      comment: 'what is published imports only what an installation brings along',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: `^packages/(${beside.join('|')})/` },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'npm-peer', 'npm-optional', 'type-only'] },
    },
    {
      name: 'no-undeclared',
      comment: 'every imported package stands in the package.json of the importer',
      severity: 'error',
      from: {},
      // A peer whose types are a package of their own is both.
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm-peer'] },
    },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-cycles',
      comment: 'imports form no circle, type-only ones included: types live in the lower file',
      severity: 'error',
      from: { path: '/src/' },
      to: { circular: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|wasm|assembly|\\.turbo)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@neurite/source', 'types', 'import', 'node', 'default'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
};
