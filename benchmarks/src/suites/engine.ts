import { fileURLToPath } from 'node:url';
import { kernelCases } from '../kernels/index.js';
import { sameDigest } from '../kernels/run-kernel.js';
import { engineNetworks } from '../networks/index.js';
import { createPeak } from '../peak.js';
import { Peer, type PeerProgram } from '../peers/peer.js';
import type { Task } from '../peers/protocol.js';
import type { Absent, Case, OpenCase, OpenSuite, Suite } from '../suite.js';

/** Our engine against the engines of others, each in a process of its own, taking turns on the same cores. */
export const engineSuite: Suite = {
  name: 'engine',
  description: 'networks and kernels on our wasm engine, against those of others',
  open: async ({ threads }) => {
    const started = await Promise.all(programs(threads).map((program) => Peer.start(program)));
    const peers = started.filter((peer): peer is Peer => peer instanceof Peer);
    const absent = started.filter((peer): peer is Absent => !(peer instanceof Peer));
    const find = (name: string): Peer | undefined => peers.find((peer) => peer.name === name);
    return {
      notes: [
        ...peers.map(({ hello }) => hello.ready!),
        ...absent.map(({ name, reason }) => `${name}: left out, ${reason}`),
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
        ...networkCases(peers),
        ...matMulCases(peers.filter(({ name }) => ['neurite', 'tfjs wasm', 'PyTorch'].includes(name))),
        ...tableOfKernels(find('neurite'), find('tfjs wasm')),
      ],
      close: () => {
        for (const peer of peers) peer.stop();
      },
    } satisfies OpenSuite;
  },
};

function programs(threads: number): PeerProgram[] {
  const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
  const node = (name: string, file: string, ...args: string[]): PeerProgram => ({
    name,
    command: process.execPath,
    arguments: [path(`../peers/${file}.js`), ...args],
  });
  const count = String(threads);
  return [
    node('neurite', 'neurite', count),
    node('tfjs-layers, our wasm', 'tfjs', 'ours', count),
    node('tfjs wasm', 'tfjs', 'stock'),
    node('tfjs wasm, mended', 'tfjs', 'mended'),
    node('jax-js jit', 'jax'),
    node('onnxruntime', 'onnx', count),
    {
      name: 'PyTorch',
      command: process.env.PYTHON ?? 'python3',
      arguments: [path('../../python/torch_peer.py'), count],
      environment: { OMP_NUM_THREADS: count, MKL_NUM_THREADS: count },
    },
  ];
}

function networkCases(peers: readonly Peer[]): Case[] {
  return engineNetworks.flatMap(({ key, name }) =>
    (['train', 'forward'] as const).map((mode) => ({
      name: `${name}: ${mode === 'train' ? 'train step with Adam' : 'forward alone'}`,
      open: () => openOn(peers, { kind: 'network', network: key, mode }),
    })),
  );
}

function matMulCases(peers: readonly Peer[]): Case[] {
  const peak = createPeak();
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
        open: async () => {
          const { contenders, absent } = await openOn(peers, { kind: 'matMul', size, transposeA, transposeB });
          const limit = { name: `peak of a core, ${peak.instructions}`, run: () => peak.run(flops) };
          return { contenders: [...contenders, limit], absent: absent ?? [] };
        },
      };
    }),
  );
}

/** What both backends have, one case for each kernel and size. */
function tableOfKernels(ours: Peer | undefined, theirs: Peer | undefined): Case[] {
  if (ours === undefined || theirs === undefined) return [];
  const has = (peer: Peer, kernel: string): boolean => peer.hello.kernels?.includes(kernel) ?? false;
  return kernelCases
    .filter(({ kernel }) => has(ours, kernel) && has(theirs, kernel))
    .map(({ name, kernel, row }) => {
      const borrowed = ours.hello.borrowed?.includes(kernel) ?? false;
      return {
        name: `kernel ${name}`,
        row: borrowed ? `${row} *` : row,
        open: () => openOn([ours, theirs], { kind: 'kernel', name }),
      };
    });
}

async function openOn(peers: readonly Peer[], task: Task): Promise<OpenCase> {
  const opened = [];
  for (const peer of peers) opened.push(await peer.open(task)); // one after the other: they share a core
  const taking = opened.filter((each) => 'contender' in each);
  const digests = taking.flatMap(({ digest }) => digest ?? []).length > 0 ? taking.map(({ digest }) => digest!) : [];
  const differ = digests.some((digest) => !sameDigest(digests[0]!, digest));
  return {
    contenders: taking.map(({ contender }) => contender),
    absent: opened.filter((each): each is Absent => 'reason' in each),
    ...(differ ? { remark: 'the values differ' } : {}),
  };
}
