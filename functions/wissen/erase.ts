import type { Bus } from '../../adapters/bus/bus.ts';
import type { Pseudonyms } from '../../adapters/secrets/pseudonyms.ts';
import { closeZaakLog, type Ending, leadAway, successorOf } from '../../adapters/table/erasing/close-log.ts';
import type { Erasings, StoredErasing } from '../../adapters/table/erasing/erasings.ts';
import { zaakIdOf } from '../../adapters/table/lists/reading.ts';
import { logPartition } from '../../adapters/table/log-partition.ts';
import type { Logboek } from '../../adapters/table/logboek.ts';
import { COMMIT, ERASED_AT, type Logs, STATUS_OUTBOUND } from '../../adapters/table/logs.ts';
import { keyOfMijlpalen } from '../../adapters/table/mijlpalen.ts';
import { idKey, postOf, postPartition } from '../../adapters/table/postvak/item.ts';
import { postOfZaak } from '../../adapters/table/postvak/old-place.ts';
import { replyPartition } from '../../adapters/table/postvak/replies.ts';
import type { RemovalTable } from '../../adapters/table/removal.ts';
import type { Item } from '../../adapters/table/table.ts';
import { createZaakLists } from '../../adapters/table/zaak-lists.ts';
import type { ZaakId } from '../../contracts/base-types.ts';
import { compareInstants } from '../../contracts/instant.ts';
import { placeKey } from '../../domain/delivery/item.ts';
import { gemeenteProfiles } from '../../domain/gemeenten/index.ts';
import { huishoudenOfTijdlijn } from '../../domain/huishouden/tijdlijn.ts';
import type { KoppelingContent } from '../../domain/koppeling/koppeling.ts';
import type { PersoonsnummerContent } from '../../domain/persoonsnummers/persoonsnummers.ts';
import { dayOf } from '../../domain/termijnen/calendar.ts';
import { isFarewell, underway, withUnderway } from '../../domain/wissen/erasing.ts';
import { withoutLid } from '../../domain/wissen/strip.ts';
import type { Dossier, ZaakContent } from '../../domain/zaak/dossier.ts';
import type { Cause } from '../../domain/zaak/feiten.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { updateHuishouden } from '../shared/update-huishouden.ts';
import { eraseBsn, eraseKoppelingen, leadNumbersAway } from './erase-numbers.ts';
import { type Gathered, gather, idsAt, keysOf, NOBODY } from './gather.ts';
import { ownNumbers } from './own-numbers.ts';
import { eraseDigests, eraseKeptMessages } from './receipts.ts';
import { eraseWaiting } from './waiting.ts';
import { emptyPost, writeWithout } from './write-without.ts';

export interface EraseDependencies {
  readonly table: RemovalTable;
  readonly erasings: Erasings;
  readonly zaken: Logs<ZaakContent>;
  readonly koppelingen: Pick<Logs<KoppelingContent>, 'read'>;
  readonly numbers: Pick<Logs<PersoonsnummerContent>, 'read'>;
  readonly pseudonyms: Pseudonyms;
  readonly logboek: Pick<Logboek, 'write'>;
  readonly bus: Pick<Bus, 'announceUpdated'>;
  readonly telemetry: Pick<Telemetry, 'info'>;
  readonly now: () => Date;
}

/**
 * How long after everything is gone it is looked through once more. That is longer than any function runs that read before, and
 * longer than a message is hidden on its queue meanwhile.
 */
const LOOK_AGAIN_MS = 15 * 60_000;

/**
 * Erases a person for whom that was decided, and looks once more when the time for that has come, however often it is asked
 * meanwhile. Every step may be repeated. The timelines go last, because what there is to erase follows from them, so that a run
 * after a fall finds the rest.
 */
export const erase = async (deps: EraseDependencies, zaakId: ZaakId): Promise<void> => {
  const stored = await deps.erasings.read(zaakId);
  if (stored === undefined) return;
  const { stand } = stored.erasing;
  if (stand === 'besloten') return eraseAll(deps, stored);
  if (stand === 'gewist' && isDue(stored, deps.now())) return lookAgain(deps, stored);
};

const isDue = ({ next }: StoredErasing, now: Date): boolean =>
  next !== undefined && compareInstants(next, now.toISOString()) <= 0;

const eraseAll = async (deps: EraseDependencies, first: StoredErasing): Promise<void> => {
  const { erasings, pseudonyms, now, telemetry } = deps;
  const { zaakId } = first.erasing;
  const found = await gather(deps, zaakId, idsAt(first.erasing.keys, 'ZAAK'));
  const keys = [...new Set([...first.erasing.keys, ...keysOf(found, pseudonyms)])];
  if (keys.length > first.erasing.keys.length && !(await erasings.advance(first, { keys }, now()))) return;
  const stored = await erasings.read(zaakId);
  if (stored === undefined) return;
  const { erasing } = stored;
  const gone = new Set(idsAt(keys, 'ZAAK'));
  const closed = await Promise.all(
    [...gone].map(async (id) => ({
      id,
      dossier: await closeZaakLog(deps.table, id, erasing, dayOf(now())),
    })),
  );
  const { takeOver } = await import('./take-over.ts');
  await takeOver(deps, erasing, found);
  await leaveHuishoudens(deps, found, closed, gone);
  await eraseKoppelingen(deps, keys, gone, erasing);
  const { trace } = found;
  const persons = new Map(closed.map(({ id, dossier }) => [id, dossier.zaak]));
  const own = await ownNumbers(deps, trace.bsns, persons);
  // There is seldom anything, so a start does not read the code for it.
  await (await import('./at-other.ts')).eraseAtOther(deps, persons, own);
  const led = new Set([...gone, ...own.linkedAs]);
  for (const bsn of own.bsns) await eraseBsn(deps, logPartition('BSN', pseudonyms.bsnKey(bsn)), led, erasing);
  await eraseKeptMessages(
    { table: deps.table, now: now(), forget: (item) => eraseWaiting(deps, item) },
    new Set<string>([...trace.vNummers, ...own.bsns, ...gone, ...found.koppelingen]),
  );
  await eraseDigests(deps.table, trace.ontvangstIds);
  await leadNumbersAway(deps, found, gone, erasing);
  const post = await Promise.all([...gone].map((id) => postOfZaak(deps.table, id)));
  const seen = withUnderway(erasing, underway(post.flat(), now()));
  if (!(await erasings.advance(stored, seen, now()))) return;
  for (const id of found.zaken) if (id !== zaakId) await erasings.copy(stored, id);
  // What was delivered or answered since the first time has no commit, and goes with the messages.
  await takeOver(deps, erasing, found);
  for (const id of gone) await eraseEntries(deps, id);
  for (const id of gone) await eraseLog(deps, id, erasing);
  await announce(deps, [...gone]);
  const last = await erasings.read(zaakId);
  const done = { stand: 'gewist' as const, logs: [...gone] };
  if (last !== undefined) await erasings.advance(last, done, new Date(now().getTime() + LOOK_AGAIN_MS));
  telemetry.info('persoon gewist', { zaakId, reden: erasing.reden, tijdlijnen: gone.size });
};

/** Takes the person out of households that go on. These tell their partners and their other members so. */
const leaveHuishoudens = async (
  deps: EraseDependencies,
  { zaken, left }: Gathered,
  closed: readonly { readonly id: ZaakId; readonly dossier: Dossier }[],
  gone: ReadonlySet<ZaakId>,
): Promise<void> => {
  const [cause] = closed.flatMap(({ id, dossier }) =>
    zaken.includes(id) ? [...dossier.zaak.feiten.values()].slice(-1) : [],
  );
  for (const huishoudenId of left) {
    if (cause !== undefined) await leave(deps, cause, huishoudenId, closed);
    await emptyHuishouden(deps, huishoudenId, gone);
  }
};

/** Takes these members out of the timeline and the messages of a household that goes on. */
const emptyHuishouden = async (
  { table, zaken, now }: EraseDependencies,
  id: ZaakId,
  gone: ReadonlySet<ZaakId>,
): Promise<void> => {
  const notices = (await zaken.read(id)).flatMap(({ inhoud }) => inhoud.meldingen);
  const replaced = new Set(
    notices.flatMap((notice) =>
      notice.soort === 'stap' && notice.vervangt !== undefined
        ? [placeKey({ partner: notice.partner, volgnummer: notice.vervangt })]
        : [],
    ),
  );
  // The message of a notice that is not in the postvak yet is still made from the notice.
  const lying = new Set((await postOfZaak(table, id)).map(placeKey));
  await writeWithout<ZaakContent>(table, logPartition('ZAAK', id), (content) =>
    withoutLid(content, gone, (notice) => replaced.has(placeKey(notice)) && lying.has(placeKey(notice))),
  );
  await emptyPost(table, id, now());
};

const leave = async (
  { zaken, table, bus, now }: EraseDependencies,
  { ontvangstId, berichtId, bron, tijdstip }: Cause,
  huishoudenId: ZaakId,
  closed: readonly { readonly id: ZaakId; readonly dossier: Dossier }[],
): Promise<void> => {
  const updates = closed.map(({ id, dossier }) => ({
    zaakId: id,
    dossier: { zaak: NOBODY, versie: dossier.versie + 1, latest: new Map(), regievoerder: [] },
    teVersturen: false,
  }));
  const cause = { ontvangstId, berichtId, bron, tijdstip };
  const { updated } = await updateHuishouden(
    { zaken, now },
    cause,
    huishoudenOfTijdlijn(huishoudenId),
    updates,
  );
  await bus.announceUpdated(
    updated.map(({ zaakId, dossier }) => ({ zaakId, versie: dossier.versie, teVersturen: true })),
  );
  await createZaakLists(table).store(updated);
};

/** Erases the entries of a zaak in the figures, in every gemeente where it may have been. */
const eraseEntries = ({ table }: EraseDependencies, id: ZaakId): Promise<void> =>
  table.remove(gemeenteProfiles.map(({ gemeentecode }) => keyOfMijlpalen(gemeentecode, id)));

/** Whether an item stays: the last commit, what leads away, and the messages that it was erased. */
const stays = (item: Item): boolean => {
  if (item.sk.startsWith(COMMIT)) return item[ERASED_AT] !== undefined;
  const [post] = postOf([item]);
  return post !== undefined && isFarewell(post);
};

/**
 * Removes everything of a timeline, its postvak and the answers to it, except its last commit and the messages that say that it was
 * erased.
 */
const eraseLog = async ({ table }: EraseDependencies, id: ZaakId, ending: Ending): Promise<void> => {
  const places = [logPartition('ZAAK', id), postPartition(id), replyPartition(id)];
  const items = (await Promise.all(places.map((pk) => table.partition(pk)))).flat();
  const going = items.filter((item) => !stays(item));
  // The mark of a message that was moved has its id too.
  const told = new Set(postOf(items.filter(stays)).map((item) => item.id));
  const aliases = postOf(going).flatMap((item) => (told.has(item.id) ? [] : [idKey(item.id)]));
  const [entries, commits] = [
    going.filter(({ sk }) => !sk.startsWith(COMMIT)),
    going.filter(({ sk }) => sk.startsWith(COMMIT)),
  ];
  await table.remove([...aliases, ...entries]);
  const place = leadAway(id, successorOf(ending, id), ending);
  await table.write([place]);
  await table.remove(commits.filter(({ sk }) => sk !== place.sk));
};

/** Announces the last commits whose messages are not all sent yet. */
const announce = async ({ table, bus }: EraseDependencies, ids: readonly ZaakId[]): Promise<void> => {
  const found = await Promise.all(ids.map((id) => table.partition(logPartition('ZAAK', id), COMMIT)));
  const owed = found.flat().filter((item) => item['status'] === STATUS_OUTBOUND);
  await bus.announceUpdated(
    owed.map((item) => ({
      zaakId: zaakIdOf(item),
      versie: Number(item['versie']),
      teVersturen: true,
    })),
  );
};

/**
 * Looks once more through what was erased, because a function that had read before may have written after. The logbooks take that
 * over. After that nothing is left to look at, and only what says who was told stays until it expires.
 */
const lookAgain = async (deps: EraseDependencies, stored: StoredErasing): Promise<void> => {
  const { erasing } = stored;
  const gone = new Set(idsAt(erasing.keys, 'ZAAK'));
  await (await import('./take-over.ts')).takeOverLater(deps, gone);
  for (const id of gone) await eraseEntries(deps, id);
  for (const id of gone) await eraseLog(deps, id, erasing);
  for (const id of idsAt(erasing.keys, 'HUISHOUDEN')) {
    await emptyHuishouden(deps, id, gone);
  }
  await eraseKoppelingen(deps, erasing.keys, gone, erasing);
  await announce(deps, [...gone]);
  const told = await Promise.all(
    [...gone].map(async (id) => ({ id, post: await postOfZaak(deps.table, id) })),
  );
  const logs = told.flatMap(({ id, post }) => (post.length > 0 || id === erasing.zaakId ? [id] : []));
  await deps.erasings.advance(stored, { stand: 'nagezien', logs, keys: [] });
};
