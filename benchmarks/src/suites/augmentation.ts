import { fileURLToPath } from 'node:url';
import { type Augmentation, type HostArray, hostArray, RandomStream } from '@neurite/core';
import {
  gaussianBlur,
  randomAffine,
  randomBrightness,
  randomContrast,
  randomCrop,
  randomGray,
  randomHorizontalFlip,
  randomHue,
  randomPerspective,
  randomRotation,
  randomSaturation,
  resizeTo,
} from '@neurite/data-augmentation';
import type { Absent } from '../case-result.js';
import { OURS } from '../goals.js';
import type { Contender } from '../measure.js';
import { processPeer } from '../peers/process-peer.js';
import type { Connection } from '../peers/protocol.js';
import type { OpenCase, Suite } from '../suite.js';

const SIZE = 512;
const LIBRARIES = ['torchvision', 'albumentations', 'opencv', 'pillow'] as const;

/** An augmentation and about the draw that the libraries have, which draw their own where they must. */
const CASES: Readonly<Record<string, readonly [augmentation: () => unknown, params: unknown]>> = {
  flip: [randomHorizontalFlip, {}],
  crop: [() => randomCrop({ height: 400, width: 400 }), undefined],
  resize: [() => resizeTo({ height: 256, width: 256 }), {}],
  rotate: [randomRotation, { degrees: 20 }],
  affine: [() => randomAffine({ rotation: 12, shift: 4, scale: 0.1, shear: 3 }), undefined],
  perspective: [() => randomPerspective({ distortion: 0.2 }), undefined],
  blur: [gaussianBlur, { sigma: 1 }],
  brightness: [randomBrightness, { factor: 1.2 }],
  contrast: [randomContrast, { factor: 1.2 }],
  saturation: [randomSaturation, { factor: 1.3 }],
  hue: [randomHue, { turn: 0.1 }],
  gray: [randomGray, {}],
};

type Peer = { readonly name: string; readonly connection: Connection | undefined; readonly reason: string };

/** One photograph of 512 × 512 × 3 bytes through one augmentation. */
export const augmentationSuite: Suite = {
  name: 'augmentation',
  description: 'augmentations of 512 × 512 bytes, one thread, against torchvision, albumentations, OpenCV and Pillow',
  open: async () => {
    const peers = await Promise.all(LIBRARIES.map(connected));
    const random = RandomStream.fromSeed(1);
    const image = hostArray(
      Uint8Array.from({ length: SIZE * SIZE * 3 }, () => random.integer(256)),
      [SIZE, SIZE, 3],
    );
    return {
      notes: [`bytes by chance, ${SIZE} × ${SIZE} × 3; the libraries have them in memory, too`],
      packages: [],
      cases: Object.keys(CASES).map((name) => ({ name, open: () => openCase(name, image, peers) })),
      close: () => {
        for (const { connection } of peers) connection?.hangUp();
      },
    };
  },
};

async function connected(library: string): Promise<Peer> {
  const connection = await processPeer({
    name: library,
    command: process.env.PYTHON ?? 'python3',
    arguments: [fileURLToPath(new URL('../../python/augmentation_peer.py', import.meta.url)), library],
    environment: { OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' },
  }).connect();
  if (typeof connection === 'string') return { name: library, connection: undefined, reason: connection };
  const { ready, unable = 'it did not say that it is ready' } = connection.hello;
  if (ready === undefined) return { name: library, connection: undefined, reason: unable };
  return { name: ready, connection, reason: '' };
}

async function openCase(name: string, image: HostArray<'uint8'>, peers: readonly Peer[]): Promise<OpenCase> {
  const [make, given] = CASES[name]!;
  const augmentation = make() as Augmentation; // draws go only where they came from
  const params = given ?? augmentation.draw(RandomStream.fromSeed(1), { image: [image] });
  const contenders: Contender[] = [{ name: OURS, run: () => void augmentation.image!(image, params) }];
  const absent: Absent[] = [];
  for (const { name: peer, connection, reason } of peers) {
    const opened = await connection?.ask({ open: { kind: 'kernel', name } });
    const problem = opened === undefined ? reason : opened.unable;
    if (problem !== undefined) absent.push({ name: peer, reason: problem });
    else {
      const run = async (): Promise<number> => (await connection!.ask({ run: true })).milliseconds ?? Number.NaN;
      contenders.push({ name: peer, run });
    }
  }
  return { contenders, absent };
}
