import { writeFileSync } from 'node:fs';
import { useWasm } from '@neurite/backend-wasm';
import { valueAndGradients } from '@neurite/core';
import { scalar, square, tidy } from '@tensorflow/tfjs-core';
import { setTestEnvs } from '@tensorflow/tfjs-core/dist/jasmine_util.js';
import { environment } from './jasmine-globals.mjs';

// The first module of the bundle: here the other modules, which hold the specs, are not evaluated yet.
const [, , modules, report] = process.argv;
setTestEnvs([{ name: 'wasm', backendName: 'wasm', isDataSync: true }]);

const outcomes = [];
environment.addReporter({
  specDone: ({ fullName, status, failedExpectations }) => {
    const [failure] = failedExpectations;
    outcomes.push({ spec: fullName.replace(' wasm {}', ''), status, failure: failure?.message.slice(0, 300) });
  },
  jasmineDone: () => writeFileSync(report, JSON.stringify(outcomes)),
});

async function run() {
  await useWasm({ threads: 1, paths: new URL(modules) });
  // The first gradient registers all of them.
  tidy(() => {
    const x = scalar(1);
    valueAndGradients(() => square(x), { x });
  });
  environment.execute();
}
void run();
