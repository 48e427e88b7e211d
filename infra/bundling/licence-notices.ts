import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { z } from 'zod';

/** Name of the file beside a bundle with the licences of what is in it. */
export const NOTICES_FILE = 'THIRD-PARTY-NOTICES.txt';

/** Folder with the licence texts, by name or scope, of packages that have one in their repository only. */
const KEPT_TEXTS = join(import.meta.dirname, 'licences');
/** Licences that ask for no notice, so that a package may come without their text. */
const ASK_FOR_NOTHING: ReadonlySet<string> = new Set(['MIT-0', '0BSD', 'CC0-1.0', 'Unlicense']);

const PACKAGE_FOLDER = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;
const LICENCE_FILE = /^(licen[cs]e|notice|copying)([.-].*)?$/i;
const SEPARATOR = '-'.repeat(80);

const Manifest = z.object({ name: z.string(), version: z.string(), license: z.string() });

/** Folders of the packages that add at least one byte to an output, as esbuild names them. */
const packageFolders = ({ outputs }: Metafile): readonly string[] => {
  const folders = Object.values(outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([path]) => PACKAGE_FOLDER.exec(path)?.[1] ?? []);
  return [...new Set(folders)].toSorted();
};

/** The files with a licence or a notice that come with a package, or else the text in `KEPT_TEXTS`. */
const licenceFiles = (folder: string, name: string): readonly string[] => {
  const own = readdirSync(folder).filter((file) => LICENCE_FILE.test(file));
  if (own.length > 0) return own.toSorted().map((file) => join(folder, file));
  const kept = join(KEPT_TEXTS, `${name.split('/')[0]}.txt`);
  return existsSync(kept) ? [kept] : [];
};

/**
 * Reads the licence of a package. It throws when there is no text although the licence asks for it, as MIT, ISC, BSD
 * and Apache-2.0 do.
 */
const readLicence = (folder: string): { readonly heading: string; readonly text: string } => {
  const { name, version, license } = Manifest.parse(
    JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
  );
  const files = licenceFiles(folder, name);
  if (files.length === 0 && !ASK_FOR_NOTHING.has(license)) {
    throw new Error(`package ${name} ${version} (${license}) has no licence text: keep it in ${KEPT_TEXTS}`);
  }
  const text = files.map((file) => readFileSync(file, 'utf8').trim()).join('\n\n');
  return { heading: `${name} ${version} (${license})`, text: text.replaceAll('\r\n', '\n') };
};

/**
 * Makes the notices of one bundle: every package in it with its licence. A text that packages share stands there once.
 * The notices depend on the packages alone, so that the same packages give the same bytes.
 *
 * `metafile` is what esbuild says of that bundle and its chunks, `project` the folder that its paths start from.
 */
export const licenceNotices = (metafile: Metafile, project: string): string => {
  const packages = packageFolders(metafile).map((folder) => readLicence(join(project, folder)));
  const parts = [...Map.groupBy(packages, ({ text }) => text)].map(([text, sharing]) =>
    [
      SEPARATOR,
      ...sharing.map(({ heading }) => heading),
      SEPARATOR,
      '',
      ...(text === '' ? [] : [text, '']),
    ].join('\n'),
  );
  return ['This bundle contains the following packages.', '', ...parts].join('\n');
};
