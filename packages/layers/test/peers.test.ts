import { testPeers } from '@neurite/testing';

testPeers('layers');
