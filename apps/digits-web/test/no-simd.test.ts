import { test } from 'vitest';
import { describeDigits } from './support/browser.js';

describeDigits('a browser without WebAssembly SIMD', (site) => {
  test('is told so, and nothing waits for ever', async () => {
    const page = await site().blank({ serviceWorkers: 'block' });
    await page.route(/reader\.worker/, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: `WebAssembly.validate = () => false;\n${await response.text()}` });
    });
    await page.goto(site().url);
    const alert = page
      .getByRole('alert')
      .getByText(/ has no WebAssembly SIMD; use .* 2021/)
      .first();
    await alert.waitFor();
    await page.getByText('The trained weights are loading').waitFor({ state: 'detached' });
  });
});
