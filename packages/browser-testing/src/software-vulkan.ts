import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findBrowser } from './find-browser.mjs';

/**
 * The environment in which Dawn in Node renders in software: with the Vulkan driver and loader that a Chromium on Linux
 * carries. Undefined where there is none.
 */
export function softwareVulkan(): Readonly<Record<string, string>> | undefined {
  const chromium = findBrowser('chromium');
  const folders = [...(chromium === undefined ? [] : [dirname(realpathSync(chromium))]), '/usr/lib/chromium'];
  const folder = folders.find((one) =>
    ['vk_swiftshader_icd.json', 'libvk_swiftshader.so', 'libvulkan.so.1'].every((file) => existsSync(join(one, file))),
  );
  if (folder === undefined || process.platform !== 'linux') return undefined;
  const driver = join(folder, 'vk_swiftshader_icd.json');
  // The second name is that of newer loaders.
  return { VK_ICD_FILENAMES: driver, VK_DRIVER_FILES: driver, LD_LIBRARY_PATH: folder };
}

/** Why Dawn cannot render in software here; undefined if it can. */
export const noSoftwareVulkan: string | undefined =
  softwareVulkan() === undefined ? 'no Vulkan driver in software here, which a Chromium on Linux carries' : undefined;
