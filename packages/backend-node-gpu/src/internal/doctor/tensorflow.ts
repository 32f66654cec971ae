import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Installed } from '../find-package.js';
import { cudaFolders, findCompiler } from '../setup/compile.js';
import { type PythonTensorflow, tensorflowAt } from '../setup/find-tensorflow.js';
import {
  addonOf,
  builtBinding,
  builtFiles,
  installedPackages,
  TENSORFLOW_PACKAGES,
} from '../tensorflow/installation.js';
import { type AddonTrial, tryAddon } from '../tensorflow/try-addon.js';
import { addsAndSetsUp, bad, good, type Line, SETUP } from './line.js';
import type { Surroundings } from './surroundings.js';

/** What the addon of the install script was built for. */
const PUBLISHED = { cuda: '11.2', cudnn: '8.1' };

/** What TensorFlow needs, from the package to the device. */
export async function tensorflowLines(given: Surroundings): Promise<readonly Line[]> {
  const packages = installedPackages(given.from);
  const built = builtBinding();
  const python = (built && (await tensorflowAt(built.tensorflow.folder))) ?? (await given.findTensorflow());
  const trials = new Map<string, AddonTrial>();
  const addons = [...(built === undefined ? [] : [builtFiles().addon]), ...packages.map(addonOf).filter(existsSync)];
  for (const addon of addons) trials.set(addon, await tryAddon(addon));
  return [
    ...packageLines(packages, trials, given),
    ...builtLines(trials),
    pythonLine(python),
    compilerLine(),
    ...cudaLines(given, python, built === undefined && packages.length > 0),
    deviceLine([...trials.values()], given),
  ];
}

function packageLines(
  packages: readonly Installed[],
  trials: ReadonlyMap<string, AddonTrial>,
  { gpus }: Surroundings,
): readonly Line[] {
  if (packages.length === 0) {
    const wanted = TENSORFLOW_PACKAGES[gpus.length > 0 ? 0 : 1];
    return [bad('package', `neither ${TENSORFLOW_PACKAGES.join(' nor ')} is installed`, addsAndSetsUp(wanted))];
  }
  return packages.flatMap((own) => {
    const trial = trials.get(addonOf(own));
    const lines = [good('package', `${own.name} ${own.version}`)];
    if (trial !== undefined) return [...lines, addonLine('addon', `that of ${own.name}`, trial)];
    const began = existsSync(join(own.folder, 'deps'));
    const script = began
      ? 'its install script began, and failed'
      : 'its install script did not run: blocked by the package manager, or by --ignore-scripts';
    // What setup has built stands in for it.
    if (existsSync(builtFiles().addon))
      return [...lines, good('addon', `${own.name} has none; ${script}; setup built one`)];
    return [...lines, bad('addon', `${own.name} has none: ${script}`, SETUP)];
  });
}

function builtLines(trials: ReadonlyMap<string, AddonTrial>): readonly Line[] {
  const { addon } = builtFiles();
  const trial = trials.get(addon);
  if (trial !== undefined) return [addonLine('setup', `the addon that setup built`, trial)];
  if (existsSync(addon)) return [bad('setup', 'the TensorFlow of the addon that setup built is gone', SETUP)];
  return [good('setup', 'it has built nothing')];
}

function addonLine(name: string, what: string, trial: AddonTrial): Line {
  if (trial.loads) return good(name, `${what} loads, with TensorFlow ${trial.version}`);
  const { problem } = trial;
  const [, library] = /^(?:.*: )?(\S+\.so[.\d]*): cannot open shared object/.exec(problem) ?? [];
  if (library !== undefined) return bad(name, `${what} does not load, for want of ${library}`, SETUP);
  const [, glibc] = /version [`'](GLIBC(?:XX)?_[\d.]+)' not found/.exec(problem) ?? [];
  if (glibc !== undefined) {
    return bad(
      name,
      `${what} needs ${glibc}, which this system does not have`,
      'take a newer system, such as Debian 12',
    );
  }
  return bad(name, `${what} does not load: ${problem}`, SETUP);
}

function pythonLine(python: PythonTensorflow | undefined): Line {
  if (python === undefined) {
    const fix = { npm: `${SETUP.npm} --install`, pnpm: `${SETUP.pnpm} --install`, yarn: `${SETUP.yarn} --install` };
    return bad('TensorFlow', 'Python has none on its path that setup could build with', fix);
  }
  const { version, cuda, cudnn, folder } = python;
  const build = cuda === undefined ? 'without CUDA' : `for CUDA ${cuda} and cuDNN ${cudnn ?? 'of any version'}`;
  return good('TensorFlow', `${version} of Python, ${build}, in ${folder}`);
}

function compilerLine(): Line {
  const compiler = findCompiler();
  if (compiler !== undefined) return good('compiler', compiler);
  return bad('compiler', 'there is none of C++, which setup calls', 'apt-get install g++, or dnf install gcc-c++');
}

/** @param published whether the addon of the install script is what would run */
function cudaLines(
  { gpus, platform, loads }: Surroundings,
  python: PythonTensorflow | undefined,
  published: boolean,
): readonly Line[] {
  const [gpu] = gpus;
  const none =
    platform === 'darwin' ? 'there is no CUDA on macOS' : 'no driver of NVIDIA is found: nvidia-smi lists no GPU';
  const driver =
    gpu === undefined
      ? bad(
          'driver',
          none,
          platform === 'darwin' ? undefined : 'install it from https://www.nvidia.com/drivers, if there is such a GPU',
        )
      : good('driver', `${gpu.driver}, ${gpus.map(({ name }) => name).join(', ')}`);
  const wanted = published ? PUBLISHED : { cuda: python?.cuda, cudnn: python?.cudnn };
  if (wanted.cuda === undefined) {
    if (gpu === undefined || python === undefined) return [driver];
    return [
      driver,
      bad(
        'CUDA',
        'the TensorFlow of Python was built without it',
        `pip install 'tensorflow[and-cuda]', then ${SETUP.npm}`,
      ),
    ];
  }
  const beside = python === undefined ? [] : cudaFolders(python);
  const libraries = { CUDA: `libcudart.so.${major(wanted.cuda)}`, cuDNN: `libcudnn.so.${major(wanted.cudnn)}` };
  const found = Object.entries(libraries).map(([name, library]): Line => {
    const version = name === 'CUDA' ? wanted.cuda : wanted.cudnn;
    const is = beside.some((folder) => existsSync(join(folder, library))) || loads(library);
    if (is) return good(name, `${version} is wanted, and ${library} is found`);
    const fix = published ? SETUP : `pip install 'tensorflow[and-cuda]', then ${SETUP.npm}`;
    return bad(name, `${version} is wanted, and ${library} is not found`, fix);
  });
  return [driver, ...found];
}

function major(version: string | undefined): string {
  return version?.split('.')[0] ?? '';
}

function deviceLine(trials: readonly AddonTrial[], { gpus }: Surroundings): Line {
  const loaded = trials.flatMap((trial) => (trial.loads ? [trial] : []));
  if (loaded.some(({ onGpu }) => onGpu)) return good('device', 'tensors live on the GPU');
  if (loaded.length === 0) return bad('device', 'TensorFlow does not load, so that no tensor lives on a GPU');
  if (gpus.length === 0) return bad('device', 'tensors live on the CPU, as there is no GPU of NVIDIA');
  return bad('device', 'tensors live on the CPU, in silence: TensorFlow does not find CUDA', SETUP);
}
