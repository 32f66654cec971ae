import { expect, test } from 'vitest';
import { decodeLayersState } from '../src/layers/layers-state.js';
import { decodeNetworkState } from '../src/network/room-codec.js';
import { decodeNeuronState } from '../src/neuron/neuron-state.js';
import { describeLab } from './support/browser.js';

test('a room names the parts of an address that are not its own', () => {
  expect(decodeNeuronState('color=red&rate=0.2').problems).toEqual(['color=red']);
  expect(decodeLayersState('color=red&bias=1').problems).toEqual(['color=red']);
  const network = decodeNetworkState(`color=red&rate=0.2&steps=3&b=${encodeURIComponent('rate=0.3&size=2')}`);
  expect(network.problems).toEqual(['color=red', 'size=2']);
  expect([network.state.config.rate, network.state.compared?.rate]).toEqual([0.2, 0.3]);
  expect(decodeNetworkState('constructor=1').problems).toEqual(['constructor=1']);
  expect(decodeNetworkState('lesson=constructor').problems).toEqual(['lesson=constructor']);
});

describeLab('an address', (lab) => {
  test('with an unknown part is read without it, and each room says so', async () => {
    const page = await lab().blank();
    for (const room of ['neuron', 'network', 'layers', 'images']) {
      await page.goto(`${lab().url}#${room}?color=${room}`);
      await page
        .getByRole('alert')
        .getByText(`A part of the address that this room does not know is left out: color=${room}.`)
        .waitFor();
    }
    // What it knows holds.
    await page.goto(`${lab().url}#neuron?rate=fast&step=3`);
    await page.getByText('rate=fast').waitFor();
    await page.getByText('The arithmetic of step 3').waitFor();
  });

  test('with an unknown room opens the first one, and says so until it is left', async () => {
    // A name that every object has is none of a room.
    const page = await lab().open('#toString');
    for (const room of ['toString', 'nowhere']) {
      if (room !== 'toString') await page.goto(`${lab().url}#${room}`);
      const words = page.getByRole('alert').getByText(`There is no room “${room}”; this is the first one.`);
      await words.waitFor();
      await page.getByRole('heading', { level: 1, name: 'One neuron' }).waitFor();
      await expect.poll(() => new URL(page.url()).hash).toBe('#neuron');
      // Once more, with nothing in between.
      await page.evaluate((hash) => location.assign(hash), `#${room}`);
      await expect.poll(() => new URL(page.url()).hash).toBe('#neuron');
      await page.getByRole('link', { name: 'Layers' }).click();
      await words.waitFor({ state: 'detached' });
    }
    // Before the room of the address before has settled.
    await page.evaluate(() => {
      window.addEventListener('hashchange', () => location.assign('#elsewhere'), { once: true });
      location.assign('#images');
    });
    await page.getByText('There is no room “elsewhere”').waitFor();
    await expect.poll(() => new URL(page.url()).hash).toBe('#neuron');
  });

  test.each([
    ['of another room', { listener: 1, hash: '#layers?index=5', shown: 'row 1, column 6' }],
    ['of the same room', { listener: 2, hash: '#neuron?step=7', shown: 'The arithmetic of step 7' }],
  ] as const)('%s that comes between the first drawing and the listeners is followed', async (_, late) => {
    const page = await lab().blank();
    await page.addInitScript(({ listener, hash }) => {
      const { addEventListener } = window;
      let count = 0;
      window.addEventListener = function (this: Window, ...args: Parameters<typeof addEventListener>): void {
        // Tells nobody, as if the event had just passed.
        if (args[0] === 'hashchange' && ++count === listener) history.replaceState(null, '', hash);
        addEventListener.apply(this, args);
      };
    }, late);
    await page.goto(lab().url);
    await page.getByText(late.shown).waitFor();
  });
});
