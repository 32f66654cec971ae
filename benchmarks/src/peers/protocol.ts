import type { LayerCase } from '../layers/layer-case.js';

/** A piece of work that engines know by name; plain data, since it travels to other processes and to Python. */
export type Task =
  | { readonly kind: 'network'; readonly network: string; readonly mode: 'train' | 'forward' }
  /** A layer by its call and the shape of a sample, and what PyTorch needs to know of it. */
  | { readonly kind: 'layer'; readonly layer: Omit<LayerCase, 'ours' | 'tfjs'>; readonly batch: number }
  | {
      readonly kind: 'matMul';
      readonly size: number;
      readonly transposeA: boolean;
      readonly transposeB: boolean;
    }
  /** Steps over one matrix of this many rows and columns, with gradients that stay. */
  | { readonly kind: 'optimizer'; readonly optimizer: 'adam'; readonly size: number }
  | { readonly kind: 'kernel'; readonly name: string };

/** One line of JSON to a peer; it answers each with one line. */
export type Request =
  | { readonly open: Task }
  | { readonly run: true; readonly seed?: number }
  | { readonly close: true };

/** What a peer says first, and then to each request. */
export type Reply = {
  /** Its first line: who it is. */
  readonly ready?: string;
  /** Kernels of tfjs's registry that its backend has. */
  readonly kernels?: readonly string[];
  /** Kernels among them that run as another backend's JavaScript. */
  readonly borrowed?: readonly string[];
  /** The numbers by which Linux knows the threads that it started to share its work. */
  readonly threads?: readonly number[];
  /** A task that it cannot do, and why. */
  readonly unable?: string;
  /** A few numbers about what was computed, equal for peers that computed the same. */
  readonly digest?: readonly number[];
  /** The time of one run; to a task that was opened, about. */
  readonly milliseconds?: number;
  /** The best result of a search. */
  readonly best?: number;
};

/** A way to a peer that has said who it is. */
export type Connection = {
  readonly hello: Reply;
  readonly ask: (request: Request) => Promise<Reply>;
  readonly hangUp: () => void;
};

/** How a peer is started. */
export type PeerProgram = {
  readonly name: string;
  /** @returns the connection, or why there is none */
  readonly connect: () => Promise<Connection | string>;
};
