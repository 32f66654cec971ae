import { readFileSync } from 'node:fs';

const commands: readonly (readonly [RegExp, string])[] = [
  [/debian|ubuntu/, 'sudo apt-get install openmpi-bin'],
  [/fedora|rhel|centos/, 'sudo dnf install openmpi && module load mpi/openmpi-x86_64'],
  [/suse/, 'sudo zypper install openmpi4 && module load gnu openmpi'],
  [/arch/, 'sudo pacman -S openmpi'],
  [/alpine/, 'apk add openmpi'],
];

/**
 * The command that installs MPI.
 *
 * @param release what the system says that it is, as /etc/os-release
 */
export function installCommand(platform: NodeJS.Platform, release: string = osRelease()): string {
  if (platform === 'darwin') return 'brew install open-mpi';
  if (platform !== 'linux') return 'take Linux or macOS: on Windows, use WSL';
  const ids = (release.match(/^ID(_LIKE)?=.*$/gm) ?? []).join(' ');
  const [, command] = commands.find(([pattern]) => pattern.test(ids)) ?? [];
  return command ?? 'install Open MPI or MPICH; on a cluster, module load openmpi';
}

function osRelease(): string {
  try {
    return readFileSync('/etc/os-release', 'utf8');
  } catch {
    return '';
  }
}
