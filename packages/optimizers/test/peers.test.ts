import { testPeers } from '@neurite/testing';

testPeers('optimizers');
