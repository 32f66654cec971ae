/** A folder of files that outlive the program: on a disk, or in a page's origin private file system. */
export type Storage = {
  /** The path of a file, for people. */
  pathOf(file: string): string;
  /** The names of its files; none where there is no folder yet. */
  list(): Promise<string[]>;
  /** Removes what a process left that was killed while it wrote. */
  clean(): Promise<void>;
  /** @param length reads only so many bytes from the start */
  read(file: string, length?: number): Promise<Uint8Array<ArrayBuffer>>;
  /** Writes a file whole or not at all; what was there stays until it is whole. The folder is made. */
  write(file: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Lets a file end with `bytes`, behind the first `at` bytes that it has. The file and the folder are made. */
  append(file: string, bytes: Uint8Array<ArrayBuffer>, at: number): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  remove(file: string): Promise<void>;
};
