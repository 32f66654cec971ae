/**
 * Whether the system's loader finds a shared library, and why not. What is found stays loaded.
 *
 * @param library its name, such as `libvulkan.so.1`, or its path
 * @returns the loader's reason; undefined if it is found
 */
export function whyNotLoaded(library: string): string | undefined {
  try {
    process.dlopen({ exports: {} }, library);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    // It was loaded, and is no addon.
    if (/did not self-register/i.test(text)) return undefined;
    return text;
  }
  return undefined;
}
