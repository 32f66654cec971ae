import { whyNotLoaded } from '../can-load.js';

/** The loader of Vulkan's drivers, through which Dawn reaches a GPU on Linux. */
const VULKAN_LOADER = 'libvulkan.so.1';

/** Why Dawn cannot reach a driver here. Asked before Dawn is, which would print a warning of its own. */
export function vulkanProblem(): { readonly reason: string; readonly remedy: string } | undefined {
  if (process.platform !== 'linux' || whyNotLoaded(VULKAN_LOADER) === undefined) return undefined;
  return {
    reason: `the Vulkan loader ${VULKAN_LOADER} is not installed`,
    remedy: 'apt-get install libvulkan1, or dnf install vulkan-loader',
  };
}
