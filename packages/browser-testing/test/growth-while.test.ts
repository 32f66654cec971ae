import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeInChromium, growthWhile, paceOf, type Served, serve, sharedChromium } from '../src/index.js';

it('a pace is that of the least, whatever is held for a moment', () => {
  expect(paceOf([])).toBe(0);
  expect(paceOf([[0, 3]])).toBe(0);
  const points = (...values: number[]) => values.map((value, i) => [i, value] as const);
  expect(paceOf(points(1, 3, 5, 7))).toBe(2);
  expect(paceOf(points(10, 500, 70, 12, 14, 800, 900, 16))).toBe(1);
  expect(paceOf(points(10, 10, 10, 900, 10, 10))).toBe(0);
});

describeInChromium('growthWhile', () => {
  const page = `<!doctype html><title>leaks</title><script>
    const kept = [];
    const worker = new Worker('worker.js');
    const leak = async (what) => {
      if (what === 'nodes') for (let i = 0; i < 100; i++) kept.push(document.createElement('p'));
      if (what === 'listeners') for (let i = 0; i < 100; i++) addEventListener('click', () => i);
      if (what === 'heap') kept.push(Array.from({ length: 1e5 }, (_, i) => ({ i })));
      document.title = String(Array.from({ length: 1e5 }, (_, i) => ({ i })).length);
      await new Promise((resolve) => { worker.onmessage = resolve; worker.postMessage(what); });
    };
  </script>`;
  const worker = `const kept = [];
    onmessage = ({ data }) => {
      if (data === 'buffers') kept.push(new Float32Array(1e6));
      postMessage('done');
    };`;
  let server: Served;
  beforeAll(async () => {
    server = await serve((name) => ({ 'index.html': page, 'worker.js': worker })[name]);
  });
  afterAll(() => server.close());

  it('sees what a page and its workers keep, and no garbage', async () => {
    const opened = await (await sharedChromium()).newPage();
    try {
      await opened.goto(server.url);
      const after = async (what: string) => {
        const { readings } = await growthWhile(
          opened,
          () => opened.evaluate((what) => Reflect.get(globalThis, 'leak')?.(what), what),
          { seconds: 0 },
        );
        return readings[0]!;
      };
      await opened.evaluate('globalThis.leak = leak');
      const before = await after('nothing');
      expect(before.workers).toBe(1);
      const clean = await after('nothing');
      expect(clean.nodes).toBe(before.nodes);
      expect(clean.listeners).toBe(before.listeners);
      expect(Math.abs(clean.heap - before.heap)).toBeLessThan(2e5);
      expect((await after('nodes')).nodes - clean.nodes).toBe(100);
      expect((await after('listeners')).listeners - clean.listeners).toBe(100);
      expect((await after('heap')).heap - clean.heap).toBeGreaterThan(1e6);
      expect((await after('buffers')).buffers - clean.buffers).toBeGreaterThanOrEqual(4e6);
    } finally {
      await opened.close();
    }
  });
});
