import { useWasm } from '@neurite/backend-wasm';
import { loadDigits } from './digits.js';
import { loadModel } from './saved-model.js';
import { testModel } from './test-model.js';

/** Tests the saved model on the test part of its own run, or on that of a folder of IDX files. */
export async function evaluateCommand({ data, run }: { readonly data?: string; readonly run: string }): Promise<void> {
  await useWasm();
  const { model, training } = await loadModel(run);
  const { test } = await loadDigits({ ...training, data: data ?? training.data });
  const { accuracy } = await testModel(model, test);
  console.log(`test accuracy ${(100 * accuracy).toFixed(1)} % on ${test.size!.toLocaleString('en')} unseen digits`);
}
