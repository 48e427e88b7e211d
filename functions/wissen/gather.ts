import type { Pseudonyms } from '../../adapters/secrets/pseudonyms.ts';
import { currentIds, followZaak } from '../../adapters/table/follow-zaak.ts';
import { logPartition } from '../../adapters/table/log-partition.ts';
import type { ZaakId } from '../../contracts/base-types.ts';
import { tijdlijnOfHuishouden } from '../../domain/huishouden/tijdlijn.ts';
import { allMembers, allVersions } from '../../domain/koppeling/koppeling.ts';
import { type Trace, traceOf, tracesTogether } from '../../domain/wissen/trace.ts';
import { dossierOf } from '../../domain/zaak/dossier.ts';
import { situationOf } from '../../domain/zaak/situation.ts';
import { type Zaak, zaakOf } from '../../domain/zaak/zaak.ts';
import type { EraseDependencies } from './erase.ts';

/** The timelines that an erasing takes: those of the person, and those that are kept for that person alone. */
export interface Gathered {
  /** Timelines of the person: the zaak, and other zaken of the same person that it took up. */
  readonly zaken: readonly ZaakId[];
  /** Members of the household without a zaak, when no other member with a zaak is left. */
  readonly leden: readonly ZaakId[];
  /** Timelines of households in which nobody is left. */
  readonly huishoudens: readonly ZaakId[];
  /** Households that go on without the person. */
  readonly left: readonly ZaakId[];
  /** Koppelingen that named nobody else. */
  readonly koppelingen: readonly string[];
  readonly trace: Trace;
}

/** The keys of everything that goes, as an erasing keeps them: a run that comes again finds by them what is left. */
export const keysOf = ({ zaken, leden, huishoudens, left, trace }: Gathered, pseudonyms: Pseudonyms) => [
  ...[...zaken, ...leden, ...huishoudens].map((id) => logPartition('ZAAK', id)),
  ...left.map((id) => `HUISHOUDEN#${id}`),
  ...trace.koppelingIds.map((koppelingId) => logPartition('KOPPELING', pseudonyms.koppelingKey(koppelingId))),
];

/** The timelines of one kind among such keys. */
export const idsAt = (keys: readonly string[], kind: 'ZAAK' | 'HUISHOUDEN'): readonly ZaakId[] =>
  keys.flatMap((key) => (key.startsWith(`${kind}#`) ? [key.slice(kind.length + 1) as ZaakId] : []));

type Needed = Pick<EraseDependencies, 'zaken' | 'koppelingen' | 'pseudonyms'>;

const readZaak = async ({ zaken }: Needed, zaakId: ZaakId): Promise<Zaak> =>
  dossierOf(await zaken.read(zaakId)).zaak;

/** The zaak, the zaak in which it goes on, and every zaak that either took up. */
const ofOnePerson = async (
  deps: Needed,
  zaakId: ZaakId,
  seen: ReadonlySet<ZaakId> = new Set(),
): Promise<readonly ZaakId[]> => {
  if (seen.has(zaakId)) return [];
  const { ended, current } = await followZaak(deps.zaken, zaakId);
  const own = [...ended.map((one) => one.zaakId), current.zaakId];
  const known = new Set([...seen, ...own]);
  const { takenUp } = traceOf(current.dossier.zaak);
  const more = await Promise.all(takenUp.map((other) => ofOnePerson(deps, other, known)));
  return [...new Set([...own, ...more.flat()])];
};

/** Every member that the koppeling of this key ever named, by the id under which it keeps them. */
const membersAt = async ({ koppelingen, zaken }: Needed, key: string) =>
  currentIds(zaken, allMembers(allVersions(await koppelingen.read(key))));

/** The zaken of every member that a koppeling ever named. */
const membersOf = async (deps: Needed, koppelingId: string): Promise<readonly ZaakId[]> => [
  ...(await membersAt(deps, deps.pseudonyms.koppelingKey(koppelingId))).values(),
];

/** These zaken, and the ids under which the koppeling of this key keeps them. */
export const withKeptIds = async (
  deps: Needed,
  key: string,
  zaken: ReadonlySet<ZaakId>,
): Promise<ReadonlySet<ZaakId>> => {
  const members = [...(await membersAt(deps, key))];
  return new Set([...zaken, ...members.flatMap(([kept, zaakId]) => (zaken.has(zaakId) ? [kept] : []))]);
};

/** Finds the timelines that an erasing takes. `marked`: those that an earlier try found, which may be gone by now. */
export const gather = async (
  deps: Needed,
  zaakId: ZaakId,
  marked: readonly ZaakId[] = [],
): Promise<Gathered> => {
  const zaken = await ofOnePerson(deps, zaakId);
  const own = tracesTogether(await Promise.all(zaken.map(async (id) => traceOf(await readZaak(deps, id)))));
  const members = await Promise.all(own.koppelingIds.map((koppelingId) => membersOf(deps, koppelingId)));
  const gone = new Set<ZaakId>([...zaken, ...marked]);
  const others = [...new Set(members.flat())].filter((member) => !gone.has(member));
  const leden: ZaakId[] = [];
  for (const member of others) if (await isLeftAlone(deps, member, gone)) leden.push(member);
  const dependent = await Promise.all(leden.map(async (id) => traceOf(await readZaak(deps, id))));
  const trace = tracesTogether([own, ...dependent]);
  for (const lid of leden) gone.add(lid);
  const huishoudens: ZaakId[] = [];
  const left: ZaakId[] = [];
  for (const huishoudenId of trace.huishoudens) {
    const id = tijdlijnOfHuishouden(huishoudenId);
    const { leden: known } = await readZaak(deps, id);
    (known.every((one) => gone.has(one.zaakId)) ? huishoudens : left).push(id);
  }
  const koppelingen = own.koppelingIds.filter((_, place) => members[place]?.every((id) => gone.has(id)));
  return { zaken, leden, huishoudens, left, koppelingen, trace };
};

/** Whether a member without a zaak is in no koppeling of anybody else with one. */
const isLeftAlone = async (deps: Needed, member: ZaakId, gone: ReadonlySet<ZaakId>): Promise<boolean> => {
  const zaak = await readZaak(deps, member);
  if (situationOf(zaak).hasZaak) return false;
  const members = await Promise.all(
    traceOf(zaak).koppelingIds.map((koppelingId) => membersOf(deps, koppelingId)),
  );
  const others = [...new Set(members.flat())].filter((other) => other !== member && !gone.has(other));
  const zaken = await Promise.all(others.map((other) => readZaak(deps, other)));
  return zaken.every((other) => !situationOf(other).hasZaak);
};

/** A timeline without any fact: what a household is told of a member who was erased. */
export const NOBODY: Zaak = zaakOf([]);
