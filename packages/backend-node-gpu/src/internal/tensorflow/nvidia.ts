import { execFileSync } from 'node:child_process';

/** A GPU of NVIDIA, as its driver lists it. */
export type NvidiaGpu = {
  readonly index: number;
  readonly name: string;
  readonly driver: string;
  /** In MiB. */
  readonly memory: { readonly total: number; readonly used: number };
};

const FIELDS = 'index,name,driver_version,memory.total,memory.used';
const SECONDS = 10;

/** The GPUs of NVIDIA; none where its driver is not installed. */
export function nvidiaGpus(): readonly NvidiaGpu[] {
  try {
    const output = execFileSync('nvidia-smi', [`--query-gpu=${FIELDS}`, '--format=csv,noheader,nounits'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: SECONDS * 1000,
    });
    return output.trim().split('\n').flatMap(parse);
  } catch {
    return [];
  }
}

function parse(line: string): readonly NvidiaGpu[] {
  const [index, name, driver, total, used] = line.split(',').map((field) => field.trim());
  if (used === undefined) return [];
  return [{ index: Number(index), name: name!, driver: driver!, memory: { total: Number(total), used: Number(used) } }];
}
