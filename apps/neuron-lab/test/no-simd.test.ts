import { test } from 'vitest';
import { describeLab } from './support/browser.js';

describeLab('a browser without WebAssembly SIMD', (lab) => {
  test.each(['neuron', 'layers'])('is told so in the room %s', async (room) => {
    const page = await lab().blank();
    await page.addInitScript(() => {
      WebAssembly.validate = () => false;
    });
    await page.goto(`${lab().url}#${room}`);
    await page
      .getByRole('alert')
      .getByText(
        /^The engine does not start here, so this room computes nothing\. .* has no WebAssembly SIMD; use .* 2021/,
      )
      .waitFor();
  });

  test('trains with another engine', async () => {
    const page = await lab().blank();
    await page.route(/training-worker/, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: `WebAssembly.validate = () => false;\n${await response.text()}` });
    });
    await page.goto(`${lab().url}#network?steps=3`);
    await page.getByText(/^In a worker, on (webgl|cpu)/).waitFor();
    await page.getByText('step 3').waitFor();
  });
});
