/** Commands that do the same for each package manager. */
export type Commands = { readonly npm: string; readonly pnpm: string; readonly yarn: string };

/** What was looked at, and what it is like. */
export type Line = {
  readonly name: string;
  readonly ok: boolean;
  readonly text: string;
  /** What mends it; undefined where nothing is wrong, or nothing helps. */
  readonly fix: string | Commands | undefined;
};

/** A line about what is in order. */
export function good(name: string, text: string): Line {
  return { name, ok: true, text, fix: undefined };
}

/** A line about what is not. */
export function bad(name: string, text: string, fix?: string | Commands): Line {
  return { name, ok: false, text, fix };
}

/** Adds packages to a project. */
export function adds(...names: readonly string[]): Commands {
  const all = names.join(' ');
  return { npm: `npm install ${all}`, pnpm: `pnpm add ${all}`, yarn: `yarn add ${all}` };
}

/** Adds a package without its install script, and builds its binding. */
export function addsAndSetsUp(name: string): Commands {
  return {
    npm: `npm install --ignore-scripts ${name} && ${SETUP.npm}`,
    pnpm: `pnpm add --ignore-scripts ${name} && ${SETUP.pnpm}`,
    yarn: `yarn add ${name} --mode=skip-build && ${SETUP.yarn}`,
  };
}

/** Builds the binding. */
export const SETUP: Commands = {
  npm: 'npx @neurite/backend-node-gpu setup',
  pnpm: 'pnpm exec backend-node-gpu setup',
  yarn: 'yarn backend-node-gpu setup',
};
