import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import * as z from 'zod';
import { UNDELIVERED_DAYS } from '../../contracts/dag.ts';
import { type Fault, faultsOf, joinFaults } from '../../contracts/faults.ts';
import { GemeenteProfileFile, WARNED_BEFORE } from '../../contracts/gemeente-profile.ts';
import { readJson } from '../../contracts/strict-json.ts';
import { nationalTermijnen } from '../../domain/gemeenten/national.ts';
import type {
  GemeenteProfile,
  RegievoerderProfile,
  TermijnRule,
  Validity,
} from '../../domain/gemeenten/profile.ts';
import { known } from '../../domain/known.ts';
import type { Environment } from '../environments/environment.ts';
import { MUST_KEEP } from '../environments/fields.ts';
import { settingsError } from '../settings-error.ts';

const PROJECT = resolve(import.meta.dirname, '..', '..');

/** The folder with the product's own gemeenten, seen from the project. */
export const OWN_GEMEENTEN = 'gemeenten';

/** The folder of whatever runs on this machine: `HUB_GEMEENTEN`, or the product's own. */
export const LOCAL_GEMEENTEN = process.env['HUB_GEMEENTEN'] ?? OWN_GEMEENTEN;

/**
 * Reads every profile in a folder, in the order of the CBS codes. A folder that is not absolute lies in the project.
 * Throws with every fault of every file at once: the file, the place in it (JSON pointer) and the reason.
 */
export const readProfiles = (folder: string): readonly GemeenteProfile[] => {
  const path = resolve(PROJECT, folder);
  const files = profileFiles(path).map((name) => readFile(join(path, name)));
  const faults = joinPerFile(
    files.flatMap(({ name, faults: own }) => own.map((fault) => ({ name, ...fault }))),
    faultsBetween(files),
  );
  if (files.length === 0) throw settingsError(`in ${path} staat geen profiel van een gemeente (*.json)`);
  if (faults.length > 0) {
    const lines = faults.map(({ name, pointer, detail }) => `  ${name} ${pointer || '(bestand)'}: ${detail}`);
    throw settingsError(`de gemeenten in ${path} kloppen niet:\n${lines.join('\n')}`);
  }
  return files
    .flatMap(({ content }) => (content === undefined ? [] : [profileOf(content)]))
    .toSorted((a, b) => (a.gemeentecode < b.gemeentecode ? -1 : 1));
};

/** The gemeenten of an environment. Those that only practise stay out of acceptatie and productie. */
export const profilesOf = ({
  naam,
  gemeenten,
}: Pick<Environment, 'naam' | 'gemeenten'>): readonly GemeenteProfile[] => {
  const profiles = readProfiles(gemeenten).filter(
    ({ alleenOefenen }) => alleenOefenen === undefined || !MUST_KEEP.includes(naam),
  );
  if (profiles.length === 0)
    throw settingsError(`omgeving ${naam}: elke gemeente in ${gemeenten} oefent alleen`);
  return profiles;
};

/** One file as read: its faults, and its content when it has none of its own. */
type ReadFile = {
  readonly name: string;
  readonly faults: readonly Fault[];
  readonly content?: GemeenteProfileFile;
};

type FileFault = Fault & { readonly name: string };

const profileFiles = (path: string): readonly string[] => {
  try {
    return readdirSync(path)
      .filter((name) => name.endsWith('.json') && !name.endsWith('.schema.json'))
      .toSorted();
  } catch (error) {
    throw settingsError(`de map ${path} met profielen van gemeenten is niet te lezen`, error);
  }
};

/** zod says of a union only that nothing fits: its faults are those of the branch that misses least. */
const withinUnions = (issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] => {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const misses = (issues: readonly z.core.$ZodIssue[]): number =>
    issues.reduce((total, one) => total + (one.code === 'unrecognized_keys' ? one.keys.length : 1), 0);
  const [nearest = []] = issue.errors.toSorted((a, b) => misses(a) - misses(b));
  return nearest.map((one) => ({ ...one, path: [...issue.path, ...one.path] }));
};

const readFile = (path: string): ReadFile => {
  const name = basename(path);
  const read = readJson(readFileSync(path));
  if (read.kind === 'unreadable') return { name, faults: [{ pointer: '', detail: read.detail }] };
  const parsed = GemeenteProfileFile.safeParse(read.value);
  const faults = joinFaults(
    parsed.success ? [] : faultsOf(new z.ZodError(parsed.error.issues.flatMap(withinUnions)), read.value),
    read.faults,
  );
  return parsed.success ? { name, faults, content: parsed.data } : { name, faults };
};

/** What a value stands for in the file where it stands first. */
type Use = {
  readonly name: string;
  readonly pointer: string;
  readonly value: string;
  readonly owner: string;
};

const codesIn = ({ name, content }: ReadFile): readonly Use[] =>
  content === undefined ? [] : [{ name, pointer: '/gemeentecode', value: content.gemeentecode, owner: name }];

/** An OIN belongs to one organisation; a partner may serve several gemeenten under the same name. */
const oinsIn = ({ name, content }: ReadFile): readonly Use[] =>
  content === undefined
    ? []
    : [
        { name, pointer: '/oin', value: content.oin, owner: `gemeente ${content.gemeentecode}` },
        ...content.partners.map(({ oin, organisatie }, place) => ({
          name,
          pointer: `/partners/${place}/oin`,
          value: oin,
          owner: organisatie,
        })),
      ];

const takenFaults = (uses: readonly Use[]): readonly FileFault[] =>
  [...Map.groupBy(uses, ({ value }) => value).values()].flatMap(([first, ...others]) =>
    others
      .filter(({ owner }) => owner !== first?.owner)
      .map(({ name, pointer }) => ({
        name,
        pointer,
        detail: `staat ook in ${first?.name} ${first?.pointer}`,
      })),
  );

const faultsBetween = (files: readonly ReadFile[]): readonly FileFault[] => [
  ...takenFaults(files.flatMap(codesIn)),
  ...takenFaults(files.flatMap(oinsIn)),
];

const joinPerFile = (...checks: readonly (readonly FileFault[])[]): readonly FileFault[] =>
  checks.flat().toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));

const validityOf = ({
  vanaf,
  totEnMet,
}: Pick<GemeenteProfileFile['partners'][number]['geldig'], 'vanaf' | 'totEnMet'>): Validity => ({
  from: vanaf,
  ...known({ until: totEnMet }),
});

const regievoerderOf = ({
  onbezorgdNaDagen = UNDELIVERED_DAYS,
  ...validity
}: NonNullable<GemeenteProfileFile['regievoerder']>): RegievoerderProfile => ({
  valid: validityOf(validity),
  onbezorgdNaDagen,
});

const ruleOf = (termijn: GemeenteProfileFile['termijnen'][number]): TermijnRule => {
  if ('nationaal' in termijn) {
    const { nationaal, id, bron, waarschuwenVooraf } = termijn;
    const rule = { id, ...nationalTermijnen[nationaal], bron };
    return waarschuwenVooraf === undefined ? rule : { ...rule, warnedBefore: waarschuwenVooraf };
  }
  const {
    geldig,
    startGebeurtenis = 'brp-inschrijving-ontvangen',
    algemeneTermijnenwet = false,
    waarschuwenVooraf = WARNED_BEFORE,
    ...rest
  } = termijn;
  return {
    ...rest,
    startGebeurtenis,
    algemeneTermijnenwet,
    soort: 'lokaal',
    warnedBefore: waarschuwenVooraf,
    valid: validityOf(geldig),
  };
};

const profileOf = (content: GemeenteProfileFile): GemeenteProfile => {
  const {
    $schema: _,
    alleenOefenen,
    passkeys,
    partners,
    regievoerder,
    geheimAdresAan = [],
    termijnen,
    ...rest
  } = content;
  return {
    ...rest,
    ...known({ alleenOefenen, passkeys }),
    partners: partners.map(({ geldig, ...partner }) => ({ ...partner, valid: validityOf(geldig) })),
    ...(regievoerder === undefined ? {} : { regievoerder: regievoerderOf(regievoerder) }),
    secretAddressTo: geheimAdresAan,
    termijnen: termijnen.map(ruleOf),
  };
};
