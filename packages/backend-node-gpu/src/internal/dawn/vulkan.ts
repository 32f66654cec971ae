import { whyNotLoaded } from '../can-load.js';

/** The loader of Vulkan's drivers, through which Dawn reaches a GPU on Linux. */
export const VULKAN_LOADER = 'libvulkan.so.1';

/** What there is to say without it. */
export const NO_VULKAN: { readonly reason: string; readonly remedy: string } = {
  reason: `the Vulkan loader ${VULKAN_LOADER} is not installed`,
  remedy: 'apt-get install libvulkan1, or dnf install vulkan-loader',
};

/** Why Dawn cannot reach a driver here. Asked before Dawn is, which would print a warning of its own. */
export function vulkanProblem(): typeof NO_VULKAN | undefined {
  return process.platform === 'linux' && whyNotLoaded(VULKAN_LOADER) !== undefined ? NO_VULKAN : undefined;
}
