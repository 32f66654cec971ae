import { openSync, read, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setPriority } from 'node:os';

/**
 * Two TUN devices, between which every packet is held back; this kernel may have no `netem`. Arguments: their names and the
 * milliseconds. Ends with its standard input.
 */
const [, , first, second, milliseconds] = process.argv;
const delay = Number(milliseconds);
/** Of `linux/if_tun.h`. */
const [TUNSETIFF, IFF_TUN, IFF_NO_PI] = [0x400454ca, 1, 0x1000] as const;
/** Bytes of a `struct ifreq`, and at which of them its flags are. */
const [REQUEST, FLAGS] = [40, 16] as const;
const LARGEST = 65_535;

type Libc = { func(definition: string): (file: number, request: number, argument: Uint8Array) => number };
const koffi = createRequire(import.meta.url)('koffi') as { load(name: string): Libc }; // a part of what it declares
const ioctl = koffi.load('libc.so.6').func('int ioctl(int file, unsigned long request, void *argument)');

function openDevice(name: string): number {
  const file = openSync('/dev/net/tun', 'r+');
  const request = Buffer.alloc(REQUEST);
  request.write(name);
  request.writeUInt16LE(IFF_TUN | IFF_NO_PI, FLAGS);
  if (ioctl(file, TUNSETIFF, request) !== 0) throw new RangeError(`there is no device ${name}`);
  return file;
}

/** Reads for ever: a read waits on a thread of its own. */
function forward(from: number, to: number): void {
  const packet = Buffer.alloc(LARGEST);
  const waiting: { readonly due: number; readonly bytes: Buffer }[] = [];
  const send = (): void => {
    while (waiting[0] !== undefined && waiting[0].due <= performance.now()) {
      try {
        writeSync(to, waiting.shift()!.bytes);
      } catch {
        // The other device is not up: the packet is lost, as on any network.
      }
    }
  };
  const next = (): void => {
    read(from, packet, 0, LARGEST, null, (error, length) => {
      if (error === null) {
        waiting.push({ due: performance.now() + delay, bytes: Buffer.from(packet.subarray(0, length)) });
        setTimeout(send, delay);
        next();
      } else setTimeout(next, 1); // it is not up yet
    });
  };
  next();
}

// A delay that waits for the processes which it delays would be longer.
setPriority(-20);
const [a, b] = [openDevice(first!), openDevice(second!)];
forward(a, b);
forward(b, a);
process.stdin.resume().on('end', () => process.kill(process.pid, 'SIGKILL')); // the reads would keep it
process.stdout.write('ready\n');
