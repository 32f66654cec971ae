import { useWasmSync } from '@neurite/backend-wasm';
import {
  backend,
  copyRegisteredKernels,
  env,
  io,
  registerBackend,
  registerCallbackConstructor,
  setBackend,
} from '@tensorflow/tfjs';
import { fileSystemRouter } from './file-system.js';
import { ProgressLogger } from './progress-logger.js';

/** The name of the backend of @tensorflow/tfjs-node, which programs ask for and compare with. */
const NAME = 'tensorflow';

const { threads } = useWasmSync();
const engine = backend();
// The same engine under a second name: tensors made under one are at home under the other.
copyRegisteredKernels('wasm', NAME);
registerBackend(NAME, () => engine, 3);
void setBackend(NAME); // its promise is for backends that start later
// Flags of @tensorflow/tfjs-backend-wasm, which programs ask for where a backend has the name `wasm`.
env().registerFlag('WASM_HAS_SIMD_SUPPORT', () => true);
env().registerFlag('WASM_HAS_MULTITHREAD_SUPPORT', () => threads > 1);
io.registerLoadRouter(fileSystemRouter);
io.registerSaveRouter(fileSystemRouter);
registerCallbackConstructor(1, ProgressLogger);
