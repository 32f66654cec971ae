/** What a page has of a control. */
type Control = { readonly name: string; readonly change: () => void };

/**
 * Evaluated in the page of the deep network while it plays: changes each control of the run so often, and after each
 * change waits until the page has drawn and the run has gone on. It never answers in a page that is frozen.
 *
 * @returns the names of the controls
 */
export async function changeControls(times: number): Promise<string[]> {
  const controlsNow = (): Control[] => {
    const found = [
      ...document.querySelectorAll<HTMLElement>(
        '.settings :is(select, input), .data :is(.thumbnails, input), .engine select, .player select, .shape button',
      ),
    ];
    return found.map((element) => ({
      name: element.matches('.thumbnails')
        ? 'Data set'
        : (element.ariaLabel ?? (element as HTMLInputElement).labels?.[0]?.firstChild?.textContent ?? ''),
      change: () => {
        if (element.matches('.thumbnails')) {
          const sets = [...element.querySelectorAll('button')];
          const at = sets.findIndex((one) => one.ariaPressed === 'true');
          sets[(at + 1) % sets.length]!.click();
        } else if (element instanceof HTMLSelectElement) {
          // Other engines have tests of their own: here they would be slow.
          const last = element.closest('.engine') === null ? element.options.length : 1;
          do element.selectedIndex = (element.selectedIndex + 1) % last;
          while (element.selectedOptions[0]!.disabled);
          element.dispatchEvent(new Event('change', { bubbles: true }));
        } else if (element instanceof HTMLInputElement) {
          if (element.type === 'number') element.value = String(element.valueAsNumber + 1);
          else if (element.value === element.max) element.value = element.min;
          else element.stepUp();
          element.dispatchEvent(new Event(element.type === 'number' ? 'change' : 'input', { bubbles: true }));
        } else element.click();
      },
    }));
  };
  const frame = (): Promise<number> => new Promise(requestAnimationFrame);
  const counter = (): string => document.querySelector('.counter')!.textContent;
  const waitsForPoints = (): boolean =>
    document.querySelector('.engine .hint')!.textContent.includes('waits for points');

  const names = [...new Set(controlsNow().map(({ name }) => name))];
  for (const name of names) {
    for (let i = 0; i < times; i++) {
      const before = counter();
      // It may have gone: of a layer that was removed, say.
      const control = controlsNow().find((one) => one.name === name);
      control?.change();
      await frame();
      await frame();
      while (control !== undefined && counter() === before && !waitsForPoints()) await frame();
    }
  }
  return names;
}
