import { closedNetwork, type OpenLink } from './closed-network.js';

/** A way by which two processes reach each other. */
export type Link = {
  readonly name: string;
  /** Makes it. @throws where this machine cannot, with the reason */
  readonly open: () => Promise<OpenLink>;
};

/** Bits per second, and the delay of each direction in milliseconds. */
const [RATE, DELAY] = ['1gbit', 10] as const;

/** Open MPI takes what it is told to, and nothing faster. */
function over(transports: string, networks?: string): Record<string, string> {
  return {
    OMPI_MCA_pml: 'ob1',
    OMPI_MCA_btl: `${transports},self`,
    ...(networks === undefined ? {} : { OMPI_MCA_btl_tcp_if_include: networks }),
  };
}

const onThisMachine = (env: Record<string, string>): (() => Promise<OpenLink>) => {
  return async () => ({ env, within: [], close: () => {} });
};

/** The fastest first. */
export const links: readonly Link[] = [
  { name: 'shared memory', open: onThisMachine(over('vader')) },
  { name: 'TCP, loopback', open: onThisMachine(over('tcp', 'lo')) },
  { name: 'TCP, 1 Gbit/s', open: () => closedNetwork({ rate: RATE, delay: 0 }, (its) => over('tcp', its)) },
  {
    name: `TCP, 1 Gbit/s, ${DELAY} ms each way`,
    open: () => closedNetwork({ rate: RATE, delay: DELAY }, (its) => over('tcp', its)),
  },
];
