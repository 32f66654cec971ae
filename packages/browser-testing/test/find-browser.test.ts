import { afterEach, describe, expect, it, vi } from 'vitest';
import { findBrowser, whyNoBrowser } from '../src/index.js';

describe('findBrowser', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });
  it('takes only the program that the variable names', () => {
    vi.stubEnv('CHROMIUM_PATH', process.execPath);
    expect(findBrowser('chromium')).toBe(process.execPath);
    expect(whyNoBrowser('chromium')).toBeUndefined();
    vi.stubEnv('CHROMIUM_PATH', '/not/here');
    expect(findBrowser('chromium')).toBeUndefined();
    expect(whyNoBrowser('chromium')).toBe('CHROMIUM_PATH names /not/here, which does not exist');
  });
});
