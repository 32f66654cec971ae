import { architecture } from './architecture.mjs';
import { augmentation } from './augmentation.mjs';
import { browserLayers } from './browser-layers.mjs';
import { consumer } from './consumer.mjs';
import { contactSheet } from './contact-sheet.mjs';
import { dawn } from './dawn.mjs';
import { digits } from './digits.mjs';
import { documentation } from './documentation.mjs';
import { doubt } from './doubt.mjs';
import { examine } from './examine.mjs';
import { exportMapCheck } from './export-maps.mjs';
import { features } from './features.mjs';
import { firstStart } from './first-start.mjs';
import { heap } from './heap.mjs';
import { law } from './law.mjs';
import { lint } from './lint.mjs';
import { mpi } from './mpi.mjs';
import { mpiOptions } from './mpi-options.mjs';
import { mpiSpeed } from './mpi-speed.mjs';
import { otherHome } from './other-home.mjs';
import { pages } from './pages.mjs';
import { pauses } from './pauses.mjs';
import { peers } from './peers.mjs';
import { pets } from './pets.mjs';
import { properties } from './properties.mjs';
import { publish } from './publish.mjs';
import { relaxedSimd } from './relaxed-simd.mjs';
import { resume } from './resume.mjs';
import { rules } from './rules.mjs';
import { runtimes } from './runtimes.mjs';
import { setup } from './setup.mjs';
import { sharedStudy } from './shared-study.mjs';
import { sizeBudgets } from './size-budgets.mjs';
import { slurm } from './slurm.mjs';
import { smooth } from './smooth.mjs';
import { startTimes } from './start-times.mjs';
import { table } from './table.mjs';
import { tensorflow } from './tensorflow.mjs';
import { tests } from './tests.mjs';
import { tfjsNode } from './tfjs-node.mjs';
import { tunedDigits } from './tuned-digits.mjs';
import { types } from './types.mjs';
import { unused } from './unused.mjs';

/**
 * All checks in the order in which they run, fast ones first.
 *
 * @type {readonly import('../lib/check.mjs').Check[]}
 */
export const checks = [
  lint,
  setup,
  exportMapCheck,
  architecture,
  unused,
  sizeBudgets,
  contactSheet,
  types,
  tests,
  relaxedSimd,
  publish,
  consumer,
  documentation,
  augmentation,
  browserLayers,
  dawn,
  digits,
  doubt,
  examine,
  features,
  firstStart,
  heap,
  law,
  mpi,
  mpiOptions,
  mpiSpeed,
  otherHome,
  pages,
  pauses,
  peers,
  pets,
  properties,
  resume,
  rules,
  runtimes,
  sharedStudy,
  slurm,
  smooth,
  startTimes,
  tensorflow,
  table,
  tfjsNode,
  tunedDigits,
];
