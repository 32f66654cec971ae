import { freemem, totalmem } from 'node:os';
import { bad, good, type Line } from './line.js';
import type { Surroundings } from './surroundings.js';

/** What Dawn's binary needs. */
const GLIBC = 2.34;
const FIRST_NODE = [20, 19];

/** The runtime and the machine. */
export function machineLines({ node, abi, nodeApi, platform, arch, glibc, gpus }: Surroundings): readonly Line[] {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const isOld = major < FIRST_NODE[0]! || (major === FIRST_NODE[0] && minor < FIRST_NODE[1]!);
  const what = `Node ${node}, ABI ${abi}, Node-API ${nodeApi}, ${platform} ${arch}`;
  const lines = [
    isOld ? bad('Node', `${what}: too old`, 'install Node 20.19 or later from https://nodejs.org') : good('Node', what),
  ];
  if (major >= 23) {
    lines.push(good('util', 'Node has dropped util.isNullOrUndefined, which tfjs-node calls: useNodeGpu puts it back'));
  }
  if (platform === 'linux') lines.push(libraryLine(glibc));
  lines.push(good('memory', `${gigabytes(freemem())} of ${gigabytes(totalmem())} are free`));
  for (const { name, memory } of gpus) {
    const free = gigabytes((memory.total - memory.used) * 2 ** 20);
    lines.push(good('GPU memory', `${name}: ${free} of ${gigabytes(memory.total * 2 ** 20)} are free`));
  }
  return lines;
}

function libraryLine(glibc: string | undefined): Line {
  if (glibc === undefined) {
    const text = 'another C library than GNU: neither TensorFlow nor Dawn has binaries for it';
    return bad('glibc', text, 'take an image with glibc, such as node:24-bookworm instead of node:24-alpine');
  }
  const isOld = glibc.localeCompare(String(GLIBC), 'en', { numeric: true }) < 0;
  if (!isOld) return good('glibc', glibc);
  return bad(
    'glibc',
    `${glibc}: Dawn's binary needs ${GLIBC}`,
    'take a system of 2022 or later, such as Debian 12 or Ubuntu 22.04',
  );
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
