import { caseName } from '../case-name.js';
import type { Absent } from '../case-result.js';
import { formatDistance, formatGoals, OURS, OURS_ON_TWO, PEAK } from '../goals.js';
import { kernelCases } from '../kernels/index.js';
import { sameDigest } from '../kernels/run-kernel.js';
import { engineNetworks } from '../networks/index.js';
import { flopsOf } from '../networks/network.js';
import { createPeak } from '../peak.js';
import { openPages } from '../peers/page-peer.js';
import { Peer } from '../peers/peer.js';
import { pagePrograms, programs } from '../peers/programs.js';
import type { Task } from '../peers/protocol.js';
import { hasCores } from '../pin.js';
import { formatTable } from '../report.js';
import type { Case, OpenCase, Suite } from '../suite.js';

const MODES = ['train', 'forward'] as const;
/** What is measured in a page, too. */
const IN_PAGES = ['mlp', 'cnn'];

/** Our engine against the engines of others, each in a process or page of its own, taking turns on the same cores. */
export const engineSuite: Suite = {
  name: 'engine',
  description: 'networks and kernels on our wasm engine, against those of others',
  open: async ({ threads }) => {
    // One thread and two, where everybody takes one and two have a core each.
    const onTwo = threads === 1 && hasCores(2);
    const pages = await openPages(onTwo ? [1, 2] : [threads]);
    const inPages = typeof pages === 'string' ? [] : await startAll(pagePrograms(pages, { threads, onTwo }));
    const inNode = await startAll(programs({ threads, onTwo }));
    const [peers, pagePeers] = [inNode, inPages].map((all) => all.filter((each) => each instanceof Peer)) as [
      Peer[],
      Peer[],
    ];
    const absent = [...inNode, ...inPages].filter((each): each is Absent => !(each instanceof Peer));
    const named = (...names: string[]): Peer[] => peers.filter(({ name }) => names.includes(name));
    const peak = createPeak();
    return {
      notes: [
        ...peers.map(({ hello }) => hello.ready!),
        ...absent.map(({ name, reason }) => `${name}: left out, ${reason}`),
        ...(onTwo || threads > 1 ? [] : [`${OURS_ON_TWO}: left out, there is one core`]),
        typeof pages === 'string' ? `in pages: left out, ${pages}` : `in pages of ${pages.browser}: the same peers`,
      ],
      packages: [
        '@tensorflow/tfjs',
        '@tensorflow/tfjs-core',
        '@tensorflow/tfjs-layers',
        '@tensorflow/tfjs-backend-wasm',
        '@jax-js/jax',
        'onnxruntime-node',
      ],
      cases: [
        ...networkCases(peers, peak),
        ...pageCases(pagePeers),
        ...matMulCases(named(OURS, 'tfjs wasm', 'PyTorch'), peak),
        ...tableOfKernels(named(OURS)[0], named('tfjs wasm')[0]),
      ],
      summary: (results) => [
        {
          title: 'kernels, against those of tfjs wasm',
          lines: formatTable(results.filter(({ row }) => row !== undefined)),
        },
        { title: 'goals', lines: formatGoals(results, peak) },
        { title: 'distance: neurite ÷ native libraries, and its share of the peak', lines: formatDistance(results) },
      ],
      close: async () => {
        for (const peer of [...peers, ...pagePeers]) peer.stop();
        if (typeof pages !== 'string') await pages.close();
      },
    };
  },
};

/** Each peer, or why it is not there. */
async function startAll(all: ReturnType<typeof programs>): Promise<(Peer | Absent)[]> {
  return Promise.all(all.map((program) => Peer.start(program)));
}

/** Peers by name, on as many threads as asked for: those that are there, what to say of each, and how to stop them. */
export async function openPeers(
  names: readonly string[],
  { threads }: { readonly threads: number },
): Promise<{ readonly peers: readonly Peer[]; readonly notes: readonly string[]; readonly close: () => void }> {
  const all = await startAll(programs({ threads, onTwo: false }).filter(({ name }) => names.includes(name)));
  const peers = all.filter((each) => each instanceof Peer);
  const absent = all.filter((each): each is Absent => !(each instanceof Peer));
  return {
    peers,
    notes: [
      ...peers.map(({ hello }) => hello.ready!),
      ...absent.map(({ name, reason }) => `${name}: left out, ${reason}`),
    ],
    close: () => {
      for (const peer of peers) peer.stop();
    },
  };
}

type Peak = ReturnType<typeof createPeak>;

function networkCases(peers: readonly Peer[], peak: Peak): Case[] {
  return engineNetworks.flatMap((network) =>
    MODES.map((mode) => {
      const flops = flopsOf(network, mode);
      return {
        name: caseName(network.key, mode),
        flops,
        open: async () => withPeak(await openOn(peers, { kind: 'network', network: network.key, mode }), peak, flops),
      };
    }),
  );
}

function pageCases(peers: readonly Peer[]): Case[] {
  if (peers.length === 0) return [];
  return IN_PAGES.flatMap((network) =>
    MODES.map((mode) => ({
      name: `Chromium: ${caseName(network, mode)}`,
      open: () => openOn(peers, { kind: 'network', network, mode }),
    })),
  );
}

function matMulCases(peers: readonly Peer[], peak: Peak): Case[] {
  const forms = [
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ] as const;
  return [512, 1024].flatMap((size) =>
    forms.map(([transposeA, transposeB]) => {
      const flops = 2 * size ** 3;
      return {
        name: `matMul ${size}: A${transposeA ? 'ᵀ' : ''} · B${transposeB ? 'ᵀ' : ''}`,
        flops,
        open: async () => withPeak(await openOn(peers, { kind: 'matMul', size, transposeA, transposeB }), peak, flops),
      };
    }),
  );
}

function withPeak({ contenders, ...rest }: OpenCase, peak: Peak, flops: number): OpenCase {
  const limit = { name: `${PEAK}, ${peak.instructions}`, run: () => peak.run(flops) };
  return { contenders: [...contenders, limit], ...rest };
}

/** What both backends have, one case for each kernel and size. */
function tableOfKernels(ours: Peer | undefined, theirs: Peer | undefined): Case[] {
  if (ours === undefined || theirs === undefined) return [];
  const has = (peer: Peer, kernel: string): boolean => peer.hello.kernels?.includes(kernel) ?? false;
  return kernelCases
    .filter(({ kernel }) => has(ours, kernel) && has(theirs, kernel))
    .map(({ name, kernel, row, size }) => ({
      name: `kernel ${name}`,
      row: ours.hello.borrowed?.includes(kernel) === true ? `${row} *` : row,
      size,
      open: () => openOn([ours, theirs], { kind: 'kernel', name }),
    }));
}

/** What takes part in a task. */
export async function openOn(
  peers: readonly Peer[],
  task: Task,
  options?: Parameters<Peer['open']>[1],
): Promise<OpenCase> {
  const opened = [];
  for (const peer of peers) opened.push(await peer.open(task, options)); // one after the other: they share a core
  const taking = opened.filter((each) => 'contender' in each);
  const [first] = taking;
  const differing = taking.filter(
    ({ digest }) => digest !== undefined && first?.digest !== undefined && !sameDigest(first.digest, digest),
  );
  const names = differing.map(({ contender }) => contender.name).join('; ');
  const what = task.kind === 'network' ? 'not the same losses after the same steps' : 'not the same values';
  return {
    contenders: taking.map(({ contender }) => contender),
    absent: opened.filter((each): each is Absent => 'reason' in each),
    ...(differing.length === 0 ? {} : { remark: `${what}: ${names}` }),
  };
}
