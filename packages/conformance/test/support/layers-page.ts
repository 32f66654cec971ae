import '@tensorflow/tfjs-backend-cpu';
import { useWasm } from '@neurite/backend-wasm';
import { registerGradients } from '@neurite/core';
import { backend, type KernelBackend } from '@tensorflow/tfjs-core';
import type { BrowserEngine } from '../../src/columns.js';
import { turnOn } from '../../src/turn-on-in-page.js';
import type { LayerCase } from './layer-cases.js';
import { type Found, passLayer } from './pass-layer.js';

declare global {
  /** What tests use within a page. */
  var layerPage: {
    readonly turnOn: (engine: BrowserEngine | 'wasm') => Promise<void>;
    /** Outputs and gradients; leaves no tensor. */
    readonly pass: (one: LayerCase) => Promise<Found>;
  };
}

/** What WebGPU says of programs that it refuses: it does not throw. */
const refusals: string[] = [];

async function pass(one: LayerCase): Promise<Found> {
  const found = await passLayer(one);
  const [refusal] = refusals.splice(0);
  if (refusal !== undefined) throw new RangeError(refusal);
  return found;
}

/** The part of WebGPU that is used here. */
type Device = { onuncapturederror: (event: { readonly error: { readonly message: string } }) => void };

async function turnOnAny(engine: BrowserEngine | 'wasm'): Promise<void> {
  if (engine === 'wasm') {
    registerGradients();
    await useWasm({ fallback: false });
    return;
  }
  await turnOn(engine);
  if (engine === 'webgl') return;
  const { device } = backend() as KernelBackend & { readonly device: Device }; // of tfjs's backend, version 4.22
  device.onuncapturederror = ({ error }) => refusals.push(error.message);
}

globalThis.layerPage = { turnOn: turnOnAny, pass };
