import { testPeers } from '@neurite/testing';

testPeers('activations');
testPeers('layers');
