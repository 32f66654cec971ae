import { testPeers } from '@neurite/testing';

testPeers('losses-and-metrics', (section) => section.startsWith('Metrics'));
