import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { copyFile, cp, link, mkdir, mkdtemp, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Everything of the project that a synthesised app is made of. A test holds this list against what the synthesis and
 * the bundles really import.
 */
export const ASSEMBLY_SOURCES = [
  'adapters',
  'contracts',
  'domain',
  'functions',
  'gemeenten',
  'infra',
  'local/clock/date.ts',
  'local/functions',
  'local/synth.ts',
  'local/synth-process.ts',
  'package.json',
  'package-lock.json',
  // What npm installed, which is not always what the lock file asks for.
  'node_modules/.package-lock.json',
] as const;

/** How many assemblies the cache keeps. Each is about 30 MB. */
const KEPT = 4;
/** A copy that is not finished after this long belongs to a process that died. */
const UNFINISHED_MS = 60 * 60 * 1000;
const UNFINISHED = 'unfinished-';

const filesUnder = (project: string, path: string): readonly string[] => {
  const stats = statSync(join(project, path), { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (!stats.isDirectory()) return [path];
  return readdirSync(join(project, path))
    .sort()
    .flatMap((name) => filesUnder(project, `${path}/${name}`));
};

/**
 * Hash of the path and content of every source, and of `parts`, which are whatever else decides what the assembly
 * becomes. A file that is changed, added, renamed or removed gives another key; a file that is only saved again does
 * not.
 */
export const assemblyKey = (
  project: string,
  parts: readonly string[],
  sources: readonly string[] = ASSEMBLY_SOURCES,
): string => {
  const hash = createHash('sha256').update(JSON.stringify(parts));
  for (const path of sources.flatMap((source) => filesUnder(project, source))) {
    const content = readFileSync(join(project, path));
    hash.update(JSON.stringify([path, content.length])).update(content);
  }
  return hash.digest('hex');
};

/** Assemblies kept on disk by their key. */
export type AssemblyCache = {
  /** Puts the assembly of this key under `target`, to be read and never written to. It returns false when there is none. */
  take(key: string, target: string): Promise<boolean>;
  /** Keeps a copy of the folder under this key, and removes the assemblies that were used longest ago. */
  keep(key: string, folder: string): Promise<void>;
};

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;

/** Gives a file a second name, or copies it where that cannot be: on another disk, or one without such names. */
const linkOrCopy = async (from: string, to: string): Promise<void> => {
  try {
    await link(from, to);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') throw error;
    await copyFile(from, to);
  }
};

/**
 * Gives every file under a folder a second name under another. To copy a thousand files takes over a second of every start. One
 * after the other: when one is gone, nothing is still being made under `to`, which its caller removes then.
 */
const linkFolder = async (from: string, to: string): Promise<void> => {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    await (entry.isDirectory() ? linkFolder(source, target) : linkOrCopy(source, target));
  }
};

/** Errors of a folder that cannot be written to, or of a full disk. Without its cache the hub only starts slower. */
const UNWRITABLE: ReadonlySet<unknown> = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC']);

const unlessUnwritable = async (write: Promise<unknown>): Promise<void> => {
  try {
    await write;
  } catch (error) {
    if (!UNWRITABLE.has(codeOf(error))) throw error;
  }
};

/**
 * Makes a cache in this folder. A hub runs on files of its own that are those of the cache under a second name, so that the
 * cache can remove its own meanwhile. A folder that has a key as its name is complete: it was made under another name and
 * then renamed.
 */
export const createAssemblyCache = (folder: string): AssemblyCache => {
  const remove = async (name: string): Promise<void> => {
    // Away from its key first: whoever copies it meanwhile finds nothing, and not the half that is still there.
    const away = join(folder, `${UNFINISHED}${randomUUID()}`);
    try {
      await rename(join(folder, name), away);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return; // another process removed it
      throw error;
    }
    await rm(away, { recursive: true, force: true });
  };

  const ageOf = async (name: string): Promise<number> => {
    try {
      return Date.now() - (await stat(join(folder, name))).mtimeMs;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return Number.POSITIVE_INFINITY; // another process removed it
      throw error;
    }
  };

  const prune = async (): Promise<void> => {
    const names = await readdir(folder);
    const aged = await Promise.all(names.map(async (name) => ({ name, age: await ageOf(name) })));
    const whole = aged.filter(({ name }) => !name.startsWith(UNFINISHED)).sort((a, b) => a.age - b.age);
    const dead = aged.filter(({ name, age }) => name.startsWith(UNFINISHED) && age > UNFINISHED_MS);
    await Promise.all([...whole.slice(KEPT), ...dead].map(({ name }) => remove(name)));
  };

  const store = async (key: string, source: string): Promise<void> => {
    await mkdir(folder, { recursive: true });
    const copy = await mkdtemp(join(folder, UNFINISHED));
    try {
      await cp(source, copy, { recursive: true });
      await rename(copy, join(folder, key));
    } catch (error) {
      await rm(copy, { recursive: true, force: true });
      // Another process kept the same assembly a moment earlier.
      if (codeOf(error) !== 'ENOTEMPTY' && codeOf(error) !== 'EEXIST') throw error;
    }
    await prune();
  };

  return {
    take: async (key, target) => {
      const kept = join(folder, key);
      try {
        await linkFolder(kept, target);
        const now = new Date();
        await unlessUnwritable(utimes(kept, now, now));
        return true;
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') throw error;
        await rm(target, { recursive: true, force: true }); // removed by another process halfway
        return false;
      }
    },
    keep: (key, source) => unlessUnwritable(store(key, source)),
  };
};
