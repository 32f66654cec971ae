import type { DeviceLoss } from '@neurite/core';
import { expect, it } from 'vitest';
import { describeInBrowser } from './support/browser.js';

describeInBrowser('the loss of a device', (open) => {
  for (const engine of ['webgpu', 'webgl'] as const) {
    it(`of ${engine} is reported, and reading one of its tensors is an error`, async (context) => {
      const page = await open(context);
      const outcome = await page.evaluate(async (engine) => {
        const { web, tfjs } = neurite;
        await web.useWeb({ prefer: engine });
        const stale = tfjs.square(tfjs.tensor1d([1, 2, 3]));
        const losses: DeviceLoss[] = [];
        const stopListening = web.onDeviceLost((loss) => losses.push(loss));
        const device = web.webEngine.current();
        const pending = await Promise.race([device?.lost, 'pending']);
        neurite.loseDevice();
        const lost = await device?.lost;
        stopListening();
        const after = await web.useWeb({ prefer: engine });
        return {
          losses,
          pending,
          lost,
          after: { engine: after.engine, reason: after.tried[0]?.reason, current: web.webEngine.current() },
          read: await stale.data().then(String, String),
          used: await Promise.resolve()
            .then(() => String(tfjs.add(stale, 1)))
            .catch(String),
          probe: (await web.probe()).engines.find((one) => one.engine === engine),
        };
      }, engine);
      expect(outcome).toMatchObject({ pending: 'pending', lost: { engine, reason: expect.any(String) } });
      expect(outcome.losses).toEqual([outcome.lost]);
      expect(outcome.after).toMatchObject({ engine: 'wasm', reason: expect.stringContaining('its device was lost') });
      expect(outcome.after.current).toBeUndefined();
      const sentence = new RegExp(`^BackendError: ${engine}: the device was lost \\(.+\\), and with it the values`);
      expect(outcome.read).toMatch(sentence);
      // On another engine tfjs would read it, too.
      expect(outcome.used).toMatch(sentence);
      expect(outcome.probe).toMatchObject({ available: false, remedy: 'reload the page' });
    });
  }
});
