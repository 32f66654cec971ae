let asked = false;

/**
 * Keeps all files of the page on the device, so that it works offline. To be called when the page can be used: on a slow
 * connection they would hold up what it needs for that.
 */
export function keepOffline(): void {
  if (asked || !import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  asked = true;
  // Where a browser forbids it, the page works as long as it is online.
  navigator.serviceWorker.register('./service-worker.js').catch(() => {});
}
