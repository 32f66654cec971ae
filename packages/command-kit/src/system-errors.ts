/** What went wrong around a program, in a sentence, and the exit code that says whose fault it is. */
export type SystemFault = { readonly sentence: string; readonly exitCode: 1 | 2 };

type Reason = readonly [problem: string, advice: string, exitCode: 1 | 2];

const reasons: Readonly<Record<string, Reason>> = {
  ENOENT: ['there is no such file or folder', 'Check the path', 2],
  ENOTDIR: ['a part of this path is a file, and must be a folder', 'Choose another path', 2],
  EEXIST: ['this is a file, and must be a folder', 'Choose another path', 2],
  EISDIR: ['this is a folder, and must be a file', 'Choose another path', 2],
  EACCES: ['this may not be read or written with your rights', 'Change its permissions, or choose another path', 2],
  EPERM: ['this may not be read or written with your rights', 'Change its permissions, or choose another path', 2],
  EROFS: ['this file system can only be read', 'Choose another folder with --run', 2],
  ENAMETOOLONG: ['the path is too long', 'Choose a shorter one', 2],
  ELOOP: ['the path has too many symbolic links', 'Choose another path', 2],
  ENOSPC: ['the disk is full', 'Free some space, or choose another folder with --run', 1],
  EDQUOT: ['your share of the disk is full', 'Free some space, or choose another folder with --run', 1],
  EFBIG: ['the system does not allow files of this size', 'Raise the limit (ulimit -f), or choose another folder', 1],
  EMFILE: ['too many files are open', 'Close other programs, or raise the limit (ulimit -n)', 1],
  ENFILE: ['too many files are open', 'Close other programs', 1],
  EIO: ['the disk failed', 'Check it, or choose another folder with --run', 1],
};

/**
 * @param command how the program is called, where an error has no path
 * @returns undefined where an error is not one of the file system
 */
export function describeSystemError(error: unknown, command: string): SystemFault | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return undefined;
  const { code, path, message } = error as NodeJS.ErrnoException;
  const [problem, advice, exitCode] = reasons[code ?? ''] ?? [message, 'See what the system says of it', 1];
  return { sentence: `${path ?? command}: ${problem}. ${advice}.`, exitCode };
}
