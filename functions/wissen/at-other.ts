import { followZaak } from '../../adapters/table/follow-zaak.ts';
import { logPartition } from '../../adapters/table/log-partition.ts';
import { postOfZaak } from '../../adapters/table/postvak/old-place.ts';
import { createZaakLists } from '../../adapters/table/zaak-lists.ts';
import type { ZaakId } from '../../contracts/base-types.ts';
import { placeKey } from '../../domain/delivery/item.ts';
import { tijdlijnOfHuishouden } from '../../domain/huishouden/tijdlijn.ts';
import { atOther, withLatestLid, withoutStrayed } from '../../domain/wissen/at-other.ts';
import { dossierOf, type ZaakContent } from '../../domain/zaak/dossier.ts';
import type { Zaak } from '../../domain/zaak/zaak.ts';
import type { EraseDependencies } from './erase.ts';
import type { OwnNumbers } from './own-numbers.ts';
import { emptyPost, writeWithout } from './write-without.ts';

/** What stands about a person on the timelines of others, who stay. */

/**
 * The timelines that may have something of these persons: those to which a wrong number led, and those that ever took up their
 * zaak, also when it went apart since.
 */
const placesOf = async (
  { zaken }: EraseDependencies,
  gone: ReadonlyMap<ZaakId, Zaak>,
  strayed: readonly ZaakId[],
): Promise<ReadonlySet<ZaakId>> => {
  const marks = [...gone.values()].flatMap(({ feiten }) =>
    [...feiten.values()].flatMap((feit) => (feit.soort === 'samengevoegd' ? [feit.naar] : [])),
  );
  const followed = await Promise.all([...strayed, ...marks].map((id) => followZaak(zaken, id)));
  const places = followed.flatMap(({ ended, current }) => [...ended, current].map(({ zaakId }) => zaakId));
  return new Set(places.filter((id) => !gone.has(id)));
};

/** Calendars hold places in words, also of appointments that fell away. They are made again from what is left. */
const renewCalendars = async ({ table, zaken }: EraseDependencies, id: ZaakId): Promise<void> => {
  const dossier = dossierOf(await zaken.read(id));
  for (const { pk, sk } of await table.partition(logPartition('ZAAK', id), 'AGENDA#'))
    await table.writeIfNewer({ pk, sk, versie: dossier.versie }, 'versie');
  await createZaakLists(table).store([{ zaakId: id, dossier }]);
};

/** Erases what of these persons stands on the timelines of others, in what their partners were told, and in their households. */
export const eraseAtOther = async (
  deps: EraseDependencies,
  gone: ReadonlyMap<ZaakId, Zaak>,
  { bsns, strayedTo: strayed }: OwnNumbers,
): Promise<void> => {
  const { table, zaken, now } = deps;
  for (const id of await placesOf(deps, gone, strayed)) {
    const { zaak } = dossierOf(await zaken.read(id));
    const at = atOther(zaak, gone, bsns);
    if (at === undefined) {
      // A function that had read before may have written after.
      await renewCalendars(deps, id);
      continue;
    }
    await emptyPost(table, id, now());
    for (const huishoudenId of at.huishoudens) {
      const log = tijdlijnOfHuishouden(huishoudenId);
      const { leden } = dossierOf(await zaken.read(log)).zaak;
      const latest = Math.max(0, ...leden.filter((lid) => lid.zaakId === id).map((lid) => lid.versie));
      await writeWithout<ZaakContent>(table, logPartition('ZAAK', log), (content) =>
        withLatestLid(content, id, latest),
      );
      await emptyPost(table, log, now());
    }
    // This goes last, because what there is to erase follows from it.
    const lying = new Set((await postOfZaak(table, id)).map(placeKey));
    await writeWithout<ZaakContent>(table, logPartition('ZAAK', id), (content) =>
      withoutStrayed(content, at, (place) => lying.has(placeKey(place))),
    );
    await renewCalendars(deps, id);
  }
};
