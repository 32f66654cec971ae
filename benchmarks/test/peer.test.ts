import { afterEach, expect, it } from 'vitest';
import { Peer } from '../src/peers/peer.js';
import { processPeer } from '../src/peers/process-peer.js';

const running: Peer[] = [];
afterEach(() => {
  for (const peer of running.splice(0)) peer.stop();
});

/** A program that answers each line; `answer` is JavaScript that maps a request to a reply, or to nothing. */
async function start(answer: string): Promise<Peer> {
  const program = `console.log('{"ready":"test"}');
    require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
      const reply = (${answer})(JSON.parse(line));
      if (reply !== undefined) console.log(JSON.stringify(reply));
    });`;
  const peer = await Peer.start(processPeer({ name: 'test', command: process.execPath, arguments: ['-e', program] }));
  if (!(peer instanceof Peer)) expect.fail(peer.reason);
  running.push(peer);
  return peer;
}

const task = { kind: 'network', network: 'mlp', mode: 'train' } as const;

it('takes part with the milliseconds that the other process counted', async () => {
  const peer = await start('(request) => request.run ? { milliseconds: 5 } : request.open ? { digest: [1] } : {}');
  const opened = await peer.open(task);
  if ('reason' in opened) expect.fail(opened.reason);
  expect(opened.digest).toEqual([1]);
  expect(await opened.contender.run()).toBe(5);
});

it('leaves out a peer that would hold up all others', async () => {
  const peer = await start('(request) => request.open ? { milliseconds: 5200 } : {}');
  expect(await peer.open(task)).toEqual({ name: 'test', reason: 'a run takes 5.2 s' });
  expect(await peer.open(task, { longestRun: 6 })).toHaveProperty('contender');
});

it('says why a peer does not take part', async () => {
  const peer = await start('(request) => request.open ? { unable: "no such layer" } : {}');
  expect(await peer.open(task)).toEqual({ name: 'test', reason: 'no such layer' });
});

it('gives up on a peer that takes too long, and asks a new process the next time', async () => {
  const peer = await start('(request) => request.open?.mode === "train" ? undefined : {}');
  expect(await peer.open(task, { patience: 0.2 })).toEqual({
    name: 'test',
    reason: 'the first run takes more than 0.2 s',
  });
  expect(await peer.open({ ...task, mode: 'forward' })).toHaveProperty('contender');
});

it('leaves out a program that is not there', async () => {
  const peer = await Peer.start(processPeer({ name: 'test', command: 'no-such-program-here', arguments: [] }));
  expect(peer).toEqual({ name: 'test', reason: 'its process ended' });
});
