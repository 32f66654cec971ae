import { describe, expect, it } from 'vitest';
import { examine } from '../src/internal/doctor/examine.js';
import type { Line } from '../src/internal/doctor/line.js';
import { render } from '../src/internal/doctor/render.js';
import type { Surroundings } from '../src/internal/doctor/surroundings.js';
import {
  bindingCode,
  type Files,
  fakeAdapter,
  fakeAddon,
  fakeDawn,
  fakeTfjsNode,
  inProject,
} from './support/fake-project.js';
import { bareMachine, fakeGpu } from './support/surroundings.js';

const GPU = '@tensorflow/tfjs-node-gpu';
const setup = {
  npm: 'npx @neurite/backend-node-gpu setup',
  pnpm: 'pnpm exec backend-node-gpu setup',
  yarn: 'yarn backend-node-gpu setup',
};

/** The examination of a machine with these files in its project. */
function look(files: Files, differs: Partial<Surroundings> = {}): ReturnType<typeof examine> {
  return inProject(files, (folder) => examine({ ...bareMachine(folder), ...differs }));
}

/** The lines of a section and a name. */
async function lines(section: number, name: string, ...given: Parameters<typeof look>): Promise<readonly Line[]> {
  return (await look(...given)).sections[section]!.lines.filter((line) => line.name === name);
}

describe('this machine', () => {
  it.each([
    ['18.20.4', false, 'install Node 20.19 or later from https://nodejs.org'],
    ['20.18.0', false, 'install Node 20.19 or later from https://nodejs.org'],
    ['20.19.0', true, undefined],
  ])('Node %s is as old as it is', async (node, ok, fix) => {
    expect(await lines(0, 'Node', {}, { node })).toMatchObject([{ ok, fix }]);
  });

  it('Node 23 and later need what tfjs-node calls', async () => {
    expect(await lines(0, 'util', {}, { node: '22.11.0' })).toEqual([]);
    const [line] = await lines(0, 'util', {}, { node: '23.0.0' });
    expect(line?.text).toContain('util.isNullOrUndefined, which tfjs-node calls: useNodeGpu puts it back');
  });

  it.each([
    [undefined, 'another C library than GNU: neither TensorFlow nor Dawn has binaries for it'],
    ['2.31', "2.31: Dawn's binary needs 2.34"],
  ])('glibc %s is told', async (glibc, text) => {
    expect(await lines(0, 'glibc', {}, { glibc })).toMatchObject([{ ok: false, text }]);
  });
});

describe('TensorFlow', () => {
  it('is not installed', async () => {
    expect(await lines(1, 'package', {}, { gpus: [fakeGpu] })).toEqual([
      {
        name: 'package',
        ok: false,
        text: 'neither @tensorflow/tfjs-node-gpu nor @tensorflow/tfjs-node is installed',
        fix: {
          npm: `npm install --ignore-scripts ${GPU} && ${setup.npm}`,
          pnpm: `pnpm add --ignore-scripts ${GPU} && ${setup.pnpm}`,
          yarn: `yarn add ${GPU} --mode=skip-build && ${setup.yarn}`,
        },
      },
    ]);
  });

  it.each([
    ['blocked', {}, 'its install script did not run: blocked by the package manager, or by --ignore-scripts'],
    ['begun', { [`node_modules/${GPU}/deps/lib/x`]: '' }, 'its install script began, and failed'],
  ] as const)('has no addon where its script was %s', async (_, files, why) => {
    expect(await lines(1, 'addon', { ...fakeTfjsNode(GPU), ...files })).toEqual([
      { name: 'addon', ok: false, text: `${GPU} has none: ${why}`, fix: setup },
    ]);
  });

  it.each([
    [
      "throw new Error('libtensorflow.so.2: cannot open shared object file: No such file or directory')",
      `that of ${GPU} does not load, for want of libtensorflow.so.2`,
    ],
    [
      `throw new Error("/lib/libm.so.6: version \`GLIBC_2.38' not found (required by /x/tfjs_binding.node)")`,
      `that of ${GPU} needs GLIBC_2.38, which this system does not have`,
    ],
    [
      `throw new Error('The module was compiled against a different Node.js version')`,
      `that of ${GPU} does not load: The module was compiled against a different Node.js version`,
    ],
    ['process.abort()', `that of ${GPU} does not load: it ended the process with SIGABRT`],
    ['process.exit(9)', `that of ${GPU} does not load: it ended the process with 9`],
    [bindingCode(false).replace('id * id', '4'), `that of ${GPU} does not load: it gives 4 for the square of 3`],
    ["console.log('hello'); process.exit(0)", `that of ${GPU} does not load: it prints something else than its answer`],
  ])('has an addon that is broken: %s', async (code, text) => {
    expect(await lines(1, 'addon', { ...fakeTfjsNode(GPU), ...fakeAddon(GPU, code) })).toMatchObject([
      { ok: false, text },
    ]);
  });

  it('has an addon that is no library', async () => {
    const addon = { [`node_modules/${GPU}/lib/napi-v8/tfjs_binding.node`]: 'text' };
    const [line] = await lines(1, 'addon', { ...fakeTfjsNode(GPU), ...addon });
    expect(line?.text).toMatch(/does not load: .*(file too short|invalid ELF header|not a valid|not a mach-o)/);
  });

  it('computes on the CPU in silence where CUDA is missing', async () => {
    const files = { ...fakeTfjsNode(GPU), ...fakeAddon(GPU, bindingCode(false)) };
    const { sections, gpu } = await look(files, { gpus: [fakeGpu], loads: (name) => !name.startsWith('libcud') });
    expect(gpu['tensorflow-gpu']).toBe(false);
    const found = sections[1]!.lines.filter(({ ok }) => !ok).map(({ name, text }) => `${name}: ${text}`);
    expect(found).toEqual(
      expect.arrayContaining([
        'CUDA: 11.2 is wanted, and libcudart.so.11 is not found',
        'cuDNN: 8.1 is wanted, and libcudnn.so.8 is not found',
        'device: tensors live on the CPU, in silence: TensorFlow does not find CUDA',
      ]),
    );
  });

  it('works', async () => {
    const files = { ...fakeTfjsNode(GPU), ...fakeAddon(GPU, bindingCode(true)) };
    const examination = await look(files, { gpus: [fakeGpu] });
    expect(examination.gpu['tensorflow-gpu']).toBe(true);
    const text = render(examination, 80);
    expect(text).toContain('✓ driver      555.42, NVIDIA Fake 9000');
    expect(text).toContain('✓ device      tensors live on the GPU');
    expect(text).toContain('✓ useNodeGpu() takes tensorflow-gpu.');
  });
});

describe('Dawn', () => {
  const bad = async (adapter: string, differs?: Partial<Surroundings>): Promise<readonly string[]> => {
    const { sections, gpu } = await look(fakeDawn(adapter), differs);
    expect(gpu.webgpu).toBe(false);
    return sections[2]!.lines.filter(({ ok }) => !ok).map(({ name, text }) => `${name}: ${text}`);
  };

  it('is not installed', async () => {
    expect(await lines(2, 'package', {})).toMatchObject([
      {
        text: 'webgpu is not installed',
        fix: { npm: 'npm install webgpu', pnpm: 'pnpm add webgpu', yarn: 'yarn add webgpu' },
      },
      { text: '@tensorflow/tfjs-backend-webgpu is not installed' },
    ]);
  });

  it('finds no loader, no driver, no adapter, a renderer in software, or a device that is lost', async () => {
    const works = fakeAdapter('Fake 9000');
    expect(await bad(works, { loads: () => false })).toEqual([
      'Vulkan: the Vulkan loader libvulkan.so.1 is not installed',
    ]);
    expect(await bad(works, { drivers: [] })).toEqual(['drivers: no driver for Vulkan is installed']);
    expect(await bad('null')).toEqual(['adapter: Dawn finds no adapter: no driver works here']);
    expect(await bad(fakeAdapter('llvmpipe'))).toEqual([
      'adapter: llvmpipe is a software renderer: correct, and slower than wasm',
    ]);
    expect(await bad(fakeAdapter('Fake 9000', { lost: 'the driver was reset' }))).toEqual([
      'device: it was lost while it was used: the driver was reset',
    ]);
  });

  it.each([
    ["(() => { throw new Error('no such symbol') })()", 'no such symbol'],
    ['process.abort()', 'it ended with SIGABRT'],
  ])('has a binary that does not run: %s', async (adapter, how) => {
    expect(await bad(adapter)).toEqual([`Dawn: its binary does not run: ${how}`]);
  });

  it('works', async () => {
    const examination = await look(fakeDawn(fakeAdapter('Fake 9000')));
    expect(examination.gpu).toEqual({ 'tensorflow-gpu': false, webgpu: true });
    expect(render(examination, 120)).toContain('✓ useNodeGpu() takes webgpu.');
  });
});

it('an examination that fails is a line of it', async () => {
  const gpus = new Proxy([], {
    get: () => {
      throw new RangeError('out of order');
    },
  });
  const { sections } = await look({}, { gpus });
  expect(sections[0]!.lines).toMatchObject([
    { name: 'doctor', ok: false, text: 'this could not be looked at: out of order' },
  ]);
});

it.each([80, 120])('no line but a command or a path is wider than %s columns', async (columns) => {
  const examination = await look({ ...fakeTfjsNode(GPU), ...fakeDawn('null') }, { node: '23.0.0' });
  const text = render(examination, columns);
  expect(text.split('\n').filter((line) => line.length > columns && !/→ (npx|npm|pnpm|yarn|pip) /.test(line))).toEqual(
    [],
  );
});
