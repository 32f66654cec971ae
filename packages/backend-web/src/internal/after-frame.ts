/** Calls a function when the next frame is being drawn; where nothing is drawn, after as long. */
export function afterFrame(f: () => void): void {
  if (typeof requestAnimationFrame === 'function') requestAnimationFrame(f);
  else setTimeout(f, 16);
}
