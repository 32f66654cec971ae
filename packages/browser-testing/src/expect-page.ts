import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** What axe runs: everything, or only what colors change. */
type AxeOptions = { readonly runOnly?: readonly string[] };
type Axe = { run(options: AxeOptions): Promise<{ violations: Violation[] }> };
type Violation = { id: string; nodes: { target: unknown[]; failureSummary?: string }[] };

/** Runs axe in the page; a failure names each broken rule and its elements. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await brokenRules(page, {})).toEqual([]);
}

/** Runs axe in a light page, and its rules about colors once more when the device prefers dark ones. */
export async function expectAccessibleInBothThemes(page: Page): Promise<void> {
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await brokenRules(page, { runOnly: ['color-contrast', 'link-in-text-block'] }), 'dark').toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
}

async function brokenRules(page: Page, options: AxeOptions): Promise<string[]> {
  // The page's content security policy forbids an injected script tag, but not what the debugger evaluates.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  return page.evaluate(async (given) => {
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run(given);
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary}`),
    );
  }, options);
}

/** The page is not wider than the screen. */
export async function expectNoOverflow(page: Page): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(over, 'pixels that the page is too wide').toBeLessThanOrEqual(0);
}

/** With reduced motion nothing moves by itself, and nothing would if it were pointed at. */
export async function expectStill(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const moving = await page.evaluate(() => {
    const lasts = (times: string): boolean => times.split(',').some((time) => Number.parseFloat(time) > 0);
    const styled = [...document.querySelectorAll('*')].filter((element) => {
      const style = getComputedStyle(element);
      const animated = style.animationName !== 'none' && lasts(style.animationDuration);
      return animated || lasts(style.transitionDuration) || style.scrollBehavior === 'smooth';
    });
    const running = document.getAnimations().map((one) => `an animation ${one.id}`);
    return [...styled.map(({ tagName, className }) => `${tagName} ${className}`), ...running];
  });
  await page.emulateMedia({ reducedMotion: null });
  expect(moving).toEqual([]);
}

/**
 * With the colors of the system, light and dark, each control has a text, a border or an image of its own, and each mark
 * of a drawing differs from its ground.
 */
export async function expectVisibleInForcedColors(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ forcedColors: 'active', colorScheme });
    // Drawings follow the colors a moment later.
    await expect.poll(() => page.evaluate(hiddenParts), { message: `forced colors, ${colorScheme}` }).toEqual([]);
  }
  await page.emulateMedia({ forcedColors: null, colorScheme: 'light' });
}

/** Evaluated in the page. */
function hiddenParts(): string[] {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  /** A color as it looks on the ground. */
  const seen = (color: string, opacity: number, ground: string): readonly number[] => {
    context.globalAlpha = 1;
    context.fillStyle = ground;
    context.fillRect(0, 0, 1, 1);
    context.globalAlpha = opacity;
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data.subarray(0, 3)];
  };
  const light = (rgb: readonly number[]): number => {
    const [r, g, b] = rgb.map((value) => (value <= 10 ? value / 3294 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };
  const contrasts = new Map<string, number>();
  const contrast = (color: string, opacity: number, ground: string): number => {
    const key = `${color} ${opacity} ${ground}`;
    const known = contrasts.get(key);
    if (known !== undefined) return known;
    const [a, b] = [light(seen(color, opacity, ground)), light(seen(ground, 1, ground))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    contrasts.set(key, ratio);
    return ratio;
  };
  /** Colors of the system keep the opacity of those that they replace. */
  const clear = (color: string): boolean => color === 'transparent' || /, 0\)$/.test(color);
  const groundOf = (element: Element): string => {
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (!clear(backgroundColor)) return backgroundColor;
    }
    return matchMedia('(prefers-color-scheme: dark)').matches ? 'black' : 'white';
  };
  const shown = (element: Element): boolean =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const name = (element: Element): string =>
    `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} ${element.closest('section, .panel')?.className ?? ''} ${element.textContent?.trim().slice(0, 30)}`;

  const controls = [...document.querySelectorAll('button, select, input, textarea, a[href], summary, [tabindex="0"]')];
  const lost = controls.filter((element) => {
    const style = getComputedStyle(element);
    if (!shown(element) || style.opacity === '0' || element.getBoundingClientRect().width === 0) return false;
    // Checkboxes and sliders are drawn by the browser.
    if (style.appearance !== 'none' && element.matches('input, select')) return false;
    const ground = groundOf(element.parentElement ?? element);
    const framed = style.borderTopStyle !== 'none' && Number.parseFloat(style.borderTopWidth) > 0;
    const worded = element.textContent!.trim() !== '' && contrast(style.color, 1, groundOf(element)) >= 4.5;
    return (
      !worded &&
      !(framed && contrast(style.borderTopColor, 1, ground) >= 3) &&
      !element.matches(':is(canvas, svg, svg *)')
    );
  });
  const marks = [...document.querySelectorAll('svg :is(path, line, circle, rect, text, polyline)')].filter((mark) => {
    const { width, height } = mark.getBoundingClientRect();
    return shown(mark) && mark.closest('defs, clipPath') === null && (width > 0 || height > 0);
  });
  const faint = marks.filter((mark) => {
    const style = getComputedStyle(mark);
    const ground = groundOf(mark.closest('svg')!);
    const paints = [
      { paint: style.fill, opacity: Number(style.fillOpacity) },
      { paint: Number.parseFloat(style.strokeWidth) > 0 ? style.stroke : 'none', opacity: Number(style.strokeOpacity) },
    ].filter(({ paint, opacity }) => paint !== 'none' && opacity > 0 && !paint.includes('url(') && !clear(paint));
    // What is only pressed has no paint. Lines behind a drawing are faint on any ground.
    if (paints.length === 0) return false;
    const most = Math.max(...paints.map(({ paint, opacity }) => contrast(paint, opacity, ground)));
    return most < (mark.matches('text') ? 3 : 1.15);
  });
  return [...lost, ...faint].map(name);
}

/** The number of pages that the page takes on paper of the size A4. */
export async function printedPages(page: Page): Promise<number> {
  const file = await page.pdf({ format: 'A4', printBackground: true });
  return file.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}
