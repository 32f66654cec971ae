/** Calls a function when the next frame is drawn; outside of a page, after the time of a frame. */
export function afterFrame(f: () => void): void {
  if (typeof requestAnimationFrame === 'function') requestAnimationFrame(f);
  else setTimeout(f, 16);
}
