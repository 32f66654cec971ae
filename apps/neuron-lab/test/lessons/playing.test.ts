import type { Page } from '@neurite/browser-testing';
import { logScale } from '@neurite/page-kit/log-scale';
import { expect, test } from 'vitest';
import { describeLab } from '../support/browser.js';

/**
 * `npm run check -- pages` plays all of them; here two stand for the others, and the tests of the deep network open one of
 * its lessons by an address.
 */
const PLAYED = process.env.NEURITE_PAGES === 'whole' ? /./ : /diverge|softmax/;

const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
const choose = async (page: Page, name: string, value: string): Promise<void> => {
  await page.getByRole('combobox', { name, exact: true }).selectOption(value);
};
const slide = (page: Page, name: string, to: number): Promise<void> =>
  page.getByRole('slider', { name }).first().fill(String(to));
const step = async (page: Page): Promise<number> => Number(await page.locator('.counter strong').last().textContent());
const comesTo = async (page: Page, steps: number): Promise<void> => {
  await expect.poll(() => step(page)).toBeGreaterThanOrEqual(steps);
};
/** Plays until so many steps have been taken, and holds. */
const play = async (page: Page, steps: number): Promise<void> => {
  await press(page, 'Play');
  await comesTo(page, steps);
  await press(page, 'Pause');
};
const again = async (page: Page): Promise<void> => {
  await press(page, 'Start again');
  await expect.poll(() => step(page)).toBe(0);
};
const toStart = async (page: Page): Promise<void> => {
  // While it plays it goes on from there.
  if (await page.getByRole('button', { name: 'Pause', exact: true }).isVisible()) await press(page, 'Pause');
  await press(page, 'To the start');
  await expect.poll(() => step(page)).toBe(0);
};
const rateOf = (page: Page, rate: number): Promise<void> =>
  slide(page, 'Learning rate', logScale(0.001, 5).stepOf(rate));
const address = (page: Page, holds: string): Promise<void> => expect.poll(() => page.url()).toContain(holds);

/** What a student does in a step of a lesson: something that is not asked for, and then what is.  */
type Deeds = { readonly first: (page: Page) => Promise<void>; readonly asked: (page: Page) => Promise<void> };

const LESSONS: Readonly<Record<string, readonly Deeds[]>> = {
  'neuron?lesson=diverge': [
    {
      first: async (page) => {
        await choose(page, 'Speed', '60');
        await press(page, 'One step');
        await comesTo(page, 1);
      },
      asked: async (page) => {
        await rateOf(page, 1.5);
        await press(page, 'Play');
      },
    },
    {
      first: toStart,
      asked: async (page) => {
        await rateOf(page, 0.3);
        await press(page, 'Play');
      },
    },
  ],
  'neuron?lesson=normalize': [
    {
      first: (page) => choose(page, 'Speed', '60'),
      asked: (page) => press(page, 'Play'),
    },
    {
      first: (page) => page.locator('summary', { hasText: 'Type, paste or load' }).click(),
      asked: (page) => press(page, 'Standardize'),
    },
    {
      first: async (page) => {
        await toStart(page);
        await press(page, 'One step');
        await comesTo(page, 1);
      },
      asked: async (page) => {
        await rateOf(page, 0.1);
        await toStart(page);
        await press(page, 'Play');
      },
    },
  ],
  'neuron?lesson=momentum': [
    {
      first: async (page) => {
        await choose(page, 'Optimizer', 'nesterov');
        await play(page, 100);
      },
      asked: (page) => choose(page, 'Optimizer', 'sgd'),
    },
    {
      first: (page) => play(page, 130),
      asked: async (page) => {
        await choose(page, 'Optimizer', 'momentum');
        await toStart(page);
        await press(page, 'Play');
      },
    },
  ],
  'network?lesson=xor': [
    {
      first: async (page) => {
        await choose(page, 'Pace', 'fast');
        await page.getByRole('button', { name: 'Feature x₁²' }).click();
        await play(page, 200);
        await page.getByRole('button', { name: 'Feature x₁²' }).click();
        await again(page);
      },
      asked: (page) => play(page, 200),
    },
    {
      first: (page) => play(page, 600),
      asked: async (page) => {
        await press(page, 'Add a hidden layer');
        await press(page, 'Play');
      },
    },
  ],
  'network?lesson=overfit': [
    {
      first: async (page) => {
        await choose(page, 'Pace', 'fast');
        await choose(page, 'Regularization', 'l1');
        await play(page, 200);
      },
      asked: async (page) => {
        await choose(page, 'Regularization', 'none');
        await again(page);
        await press(page, 'Play');
      },
    },
    {
      first: async (page) => {
        await press(page, 'Pause');
        await again(page);
        await play(page, 300);
      },
      asked: async (page) => {
        await choose(page, 'Regularization', 'l2');
        await slide(page, 'Penalty', logScale(1e-4, 1).stepOf(0.03));
        await again(page);
        await press(page, 'Play');
      },
    },
  ],
  'network?lesson=schedule': [
    {
      first: async (page) => {
        await choose(page, 'Pace', 'fast');
        await choose(page, 'Schedule', 'stepDecay');
        await play(page, 600);
      },
      asked: async (page) => {
        await choose(page, 'Schedule', 'constant');
        await again(page);
        await play(page, 600);
      },
    },
    {
      first: async (page) => {
        await again(page);
        await play(page, 600);
      },
      asked: async (page) => {
        await choose(page, 'Schedule', 'cosineDecay');
        await again(page);
        await press(page, 'Play');
      },
    },
  ],
  'network?lesson=augment': [
    {
      first: async (page) => {
        await choose(page, 'Pace', 'fast');
        await slide(page, 'Augmentation', 0.5);
        await play(page, 400);
      },
      asked: async (page) => {
        await slide(page, 'Augmentation', 0);
        await again(page);
        await press(page, 'Play');
      },
    },
    {
      first: async (page) => {
        await press(page, 'Pause');
        await again(page);
        await play(page, 400);
      },
      asked: async (page) => {
        await slide(page, 'Augmentation', 0.5);
        await again(page);
        await press(page, 'Play');
      },
    },
  ],
  'layers?lesson=softmax': [
    {
      first: async (page) => {
        await slide(page, 'Score of class 1', 2);
        await address(page, 'logits=2');
      },
      asked: (page) => slide(page, 'Score of class 1', 5),
    },
    {
      first: async (page) => {
        await slide(page, 'Score of class 1', -1);
        await address(page, 'logits=-1');
      },
      asked: async (page) => {
        await slide(page, 'Score of class 2', -6);
        await slide(page, 'Score of class 3', -6);
      },
    },
    {
      first: async (page) => {
        await page.locator('.softmax').getByRole('slider', { name: 'Temperature' }).fill('0.5');
        await address(page, 'temperature=0.5');
      },
      asked: (page) => page.locator('.softmax').getByRole('slider', { name: 'Temperature' }).fill('6'),
    },
  ],
};

describeLab('a student', (lab) => {
  test('plays lessons to their end, step by step, and only by what it asks for', async () => {
    const page = await lab().open('#neuron');
    const played = Object.entries(LESSONS).filter(([hash]) => PLAYED.test(hash));
    for (const [hash, deeds] of played) {
      await page.goto(`${lab().url}#${hash}`);
      const name = hash.split('=')[1]!;
      await address(page, `lesson=${name}`);
      const steps = page.locator('.lesson-steps > li');
      const done = page.locator('.lesson-steps > li.done');
      await expect.poll(() => steps.count(), { message: name }).toBe(deeds.length);
      for (const [i, { first, asked }] of deeds.entries()) {
        const where = `${name}, step ${i + 1}`;
        await first(page);
        expect(await done.count(), `${where} is not done by something else`).toBe(i);
        await asked(page);
        await expect.poll(() => done.count(), { message: where }).toBe(i + 1);
      }
    }
    // What was done stays on the device: the lists of all rooms tick their lessons off.
    await page.reload();
    await page.getByRole('button', { name: 'Close the lesson' }).click();
    for (const [room, name] of [
      ['One neuron', 'neuron'],
      ['A deep network', 'network'],
      ['Layers', 'layers'],
    ] as const) {
      const done = played.filter(([hash]) => hash.startsWith(name)).length;
      await page.getByRole('link', { name: room, exact: true }).click();
      // The room is there when its list is, which is folded.
      const lessons = Object.keys(LESSONS).filter((hash) => hash.startsWith(name)).length;
      await expect.poll(() => page.locator('.lesson-list li').count()).toBe(lessons);
      await page.getByText('Lessons', { exact: true }).click();
      await expect.poll(() => page.locator('.lesson-list button', { hasText: '✓' }).count()).toBe(done);
    }
  });
});
