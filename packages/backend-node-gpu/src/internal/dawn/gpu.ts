import { findInstalled, importInstalled } from '../find-package.js';

/** The parts of WebGPU, and of the package `webgpu`, that are used here. */
export type AdapterInfo = {
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  readonly isFallbackAdapter?: boolean;
};
export type GpuDevice = { readonly lost: Promise<unknown> };
export type Adapter = {
  readonly info: AdapterInfo;
  readonly features: ReadonlySet<string>;
  readonly limits: Readonly<Record<string, number>>;
  requestDevice(described: {
    readonly requiredFeatures: readonly string[];
    readonly requiredLimits: Readonly<Record<string, number>>;
  }): Promise<GpuDevice>;
};
export type Gpu = { requestAdapter(options: { readonly powerPreference: string }): Promise<Adapter | null> };
type Dawn = { create(flags: readonly string[]): Gpu; readonly globals: Readonly<Record<string, unknown>> };

/** Instances of Dawn by the part of a device's name; each holds its driver as long as the process runs. */
const instances = new Map<string, Gpu>();

/**
 * Dawn, with a driver chosen.
 *
 * @param device a part of the device's name; undefined for the first one
 * @throws the loader's error where the package's binary does not load
 */
export async function openDawn(device: string | undefined): Promise<Gpu> {
  const known = instances.get(device ?? '');
  if (known !== undefined) return known;
  const { create, globals } = await importInstalled<Dawn>(findInstalled('webgpu')!); // checked before
  // tfjs's backend takes classes and constants of WebGPU from the global object.
  for (const [name, value] of Object.entries(globals))
    if (!(name in globalThis)) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  const gpu = create(device === undefined ? [] : [`adapter=${device}`]);
  instances.set(device ?? '', gpu);
  return gpu;
}

/** The device in the words of its driver. */
export function deviceName({ vendor, architecture, description }: AdapterInfo): string {
  return description || [vendor, architecture].filter(Boolean).join(' ') || 'unnamed adapter';
}

/**
 * Runs something while `navigator.gpu` is there, which tfjs's backend asks for: permanently it would make other code take
 * Node for a browser.
 */
export function withNavigator<T>(gpu: Gpu, run: () => T): T {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true, writable: true });
  try {
    return run();
  } finally {
    if (before === undefined) Reflect.deleteProperty(globalThis, 'navigator');
    else Object.defineProperty(globalThis, 'navigator', before);
  }
}
