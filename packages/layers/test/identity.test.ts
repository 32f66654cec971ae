import { tokens } from '@neurite/core';
import { identity } from '../src/index.js';
import { testLayer } from './test-layer.js';

testLayer({ name: 'identity', blueprint: identity(), input: [2, 3], output: [2, 3], masks: true });
testLayer({ name: 'identity of ids', blueprint: identity(), input: tokens([4]), output: tokens([4]), masks: true });
