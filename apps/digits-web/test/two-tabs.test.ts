import { test } from 'vitest';
import { describeDigits } from './support/browser.js';
import { train } from './support/hand.js';

describeDigits('two tabs of the page', (site) => {
  test('train beside each other; what one forgets, the other has not at its next visit', async () => {
    const first = await site().open();
    const second = await first.context().newPage();
    await second.goto(site().url);
    const tabs = [first, second];
    await Promise.all(tabs.map((tab) => tab.getByText(/^Trained before/).waitFor()));
    await Promise.all(tabs.map((tab) => train(tab, { digits: '500', epochs: '1' })));
    await Promise.all(tabs.map((tab) => tab.getByText('Trained in this tab: one epoch.').waitFor()));
    await first.reload();
    await first.getByText('Kept on this device: trained for one epoch').waitFor();
    await second.getByRole('button', { name: 'Take the trained ones' }).click();
    await second.getByText(/^Trained before/).waitFor();
    await first.reload();
    await first.getByText(/^Trained before/).waitFor();
  });
});
