import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A link that is there until it is closed. */
export type OpenLink = {
  /** Variables that mpirun needs. */
  readonly env: Readonly<Record<string, string>>;
  /** A command that runs another one, with all arguments, where the first process is; empty for here. */
  readonly within: readonly string[];
  readonly close: () => void;
};

/** Of the two network namespaces: their names, and how long the first part of their addresses is. */
const ENDS = ['neurite-a', 'neurite-b'] as const;
const AREA = '10.231.7';
/** Of TCP, as for long distances: windows of megabytes, and what has been silent for a step does not begin anew. */
const SETTINGS = [
  ['rmem', '"4096 4194304 16777216"'],
  ['wmem', '"4096 4194304 16777216"'],
  ['slow_start_after_idle', '0'],
] as const;
/** Bytes of a packet over TUN, so that it takes few of them; and of what `tbf` lets through at once, which must be more. */
const [PACKET, BURST] = [65_000, '256kb'] as const;

/**
 * Two network namespaces that reach each other alone, for root on Linux, and an mpirun that puts a process into each. Without a
 * delay they are joined by a pair of virtual devices; with one by two TUN devices, between which a process holds every packet
 * back. Either way `tbf` limits the rate.
 *
 * @throws what the command `ip` or `tc` says where it fails
 */
export async function closedNetwork(
  { rate, delay }: { readonly rate: string; readonly delay: number },
  transport: (networks: string) => Record<string, string>,
): Promise<OpenLink> {
  const folder = mkdtempSync(join(tmpdir(), 'neurite-network-'));
  let forwarder: ChildProcess | undefined;
  const close = (): void => {
    forwarder?.kill('SIGKILL');
    for (const end of ENDS) attempt('ip', 'netns', 'del', end);
    rmSync(folder, { recursive: true });
  };
  try {
    for (const end of ENDS) run('ip', 'netns', 'add', end);
    const devices = ['neurite0', 'neurite1'];
    if (delay === 0) run('ip', 'link', 'add', devices[0]!, 'type', 'veth', 'peer', 'name', devices[1]!);
    else forwarder = await startForwarder(devices, delay);
    for (const [i, end] of ENDS.entries()) {
      const device = devices[i]!;
      run('ip', 'link', 'set', device, 'netns', end);
      const inside = ['-n', end];
      run('ip', ...inside, 'addr', 'add', `${AREA}.${i + 1}/24`, 'dev', device);
      if (delay > 0) run('ip', ...inside, 'link', 'set', device, 'mtu', String(PACKET));
      for (const up of ['lo', device]) run('ip', ...inside, 'link', 'set', up, 'up');
      run('tc', ...inside, 'qdisc', 'add', 'dev', device, 'root', 'tbf', 'rate', rate, 'burst', BURST, 'latency', '1s');
      for (const [name, value] of SETTINGS) {
        run('ip', 'netns', 'exec', end, 'sh', '-c', `echo ${value} > /proc/sys/net/ipv4/tcp_${name}`);
      }
    }
    const [hosts, agent] = [join(folder, 'hosts'), join(folder, 'agent')];
    writeFileSync(hosts, ENDS.map((_, i) => `${AREA}.${i + 1} slots=1\n`).join(''));
    // What mpirun takes for ssh: a host, then a command in words for a shell.
    writeFileSync(agent, `#!/bin/sh\nshift\nexec ip netns exec ${ENDS[1]} sh -c "$*"\n`);
    chmodSync(agent, 0o755);
    const network = `${AREA}.0/24`;
    const env = {
      ...transport(network),
      OMPI_MCA_oob_tcp_if_include: network,
      OMPI_MCA_orte_default_hostfile: hosts,
      OMPI_MCA_plm_rsh_agent: agent,
    };
    return { env, within: ['ip', 'netns', 'exec', ENDS[0]], close };
  } catch (error) {
    close();
    throw error;
  }
}

async function startForwarder(devices: readonly string[], delay: number): Promise<ChildProcess> {
  const program = fileURLToPath(new URL('forwarder.js', import.meta.url));
  const child = spawn(process.execPath, [program, ...devices, String(delay)], { stdio: ['pipe', 'pipe', 'inherit'] });
  // Its first line says that the devices are there.
  await Promise.race([once(child.stdout!, 'data'), once(child, 'exit')]);
  return child;
}

function run(command: string, ...args: readonly string[]): void {
  execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
}

function attempt(...words: Parameters<typeof run>): void {
  try {
    run(...words);
  } catch {
    // It was not there.
  }
}
