import { chunk } from '../../adapters/chunk.ts';
import { createUndelivered } from '../../adapters/table/lists/regievoerder.ts';
import { readSendEntry } from '../../adapters/table/outbound.ts';
import type { Postvak } from '../../adapters/table/postvak/postvak.ts';
import type { Table } from '../../adapters/table/table.ts';
import type { ZaakId } from '../../contracts/base-types.ts';
import type { ListItem } from '../../domain/delivery/item.ts';
import { gemeenteProfile } from '../../domain/gemeenten/index.ts';
import type { GemeenteProfile } from '../../domain/gemeenten/profile.ts';
import { huishoudenOfTijdlijn } from '../../domain/huishouden/tijdlijn.ts';
import { kanaalId } from '../../domain/partners/address.ts';
import { isTold } from '../../domain/regievoerder/kanaal.ts';
import { type PostSeen, spellWaiting, waitingIn, waitingUntil } from '../../domain/regievoerder/post.ts';
import { dayOf } from '../../domain/termijnen/calendar.ts';
import { dossierOf } from '../../domain/zaak/dossier.ts';
import { takeAll } from '../shared/steps.ts';
import { allItems } from './postvak.ts';
import type { TermijnDependencies } from './tell-termijnen.ts';
import { tellZaken } from './tell-zaken.ts';

export interface UndeliveredDependencies extends TermijnDependencies {
  readonly table: Pick<Table, 'perStatus' | 'partition' | 'writeIfNewer'>;
  readonly postvak: Pick<Postvak, 'list'>;
}

/** Zaken and households that are looked at side by side. */
const TOGETHER = 10;

/**
 * Tells each gemeente that gets messages which partner did not get one for as many working days as its profile says, and that
 * this is over. Reads which messages wait from the index, and of those the zaken and households alone of which that changed
 * since the last time.
 */
export async function tellUndelivered(deps: UndeliveredDependencies): Promise<void> {
  await takeAll(
    deps.gemeenten.map((gemeentecode) => async () => {
      const profile = gemeenteProfile(gemeentecode);
      const today = dayOf(deps.now);
      if (profile.regievoerder === undefined || !isTold(profile, today)) return;
      await tellIn(deps, profile, waitingUntil(today, profile.regievoerder.onbezorgdNaDagen));
    }),
  );
}

const tellIn = async (
  deps: UndeliveredDependencies,
  profile: GemeenteProfile,
  until: string,
): Promise<void> => {
  const waiting = Map.groupBy(await waitingPost(deps, profile, until), ({ zaakId }) => zaakId);
  const { ids, isSame } = await createUndelivered(deps.table).seen(profile.gemeentecode);
  const changed = [...new Set([...waiting.keys(), ...ids])].filter(
    (id) => !isSame(id, spellWaiting(waiting.get(id) ?? [])),
  );
  await takeAll(
    chunk(changed, TOGETHER).map((some) => async () => {
      await Promise.all(some.map((id) => tellOf(deps, profile, id, until)));
    }),
  );
};

/** The messages of all partners that lie ready since before a moment, or are parked. */
const waitingPost = async (
  { postvak }: UndeliveredDependencies,
  { gemeentecode, partners }: GemeenteProfile,
  until: string,
): Promise<readonly ListItem[]> => {
  const found: ListItem[] = [];
  for (const { sleutel } of partners) {
    const kanaal = kanaalId(gemeentecode, sleutel);
    for (const query of [{ places: ['klaargezet', 'bezig'], until }, { places: ['geparkeerd'] }] as const) {
      for await (const item of allItems(postvak, kanaal, query)) found.push(item);
    }
  }
  return found;
};

/** Tells what waits of one zaak, or of a household to the zaak of each member, and only then keeps that it was seen. */
const tellOf = async (
  deps: UndeliveredDependencies,
  { gemeentecode }: GemeenteProfile,
  id: ZaakId,
  until: string,
): Promise<void> => {
  const { commits, post } = await readSendEntry(deps.table, id);
  const { leden } = dossierOf(commits).zaak;
  const seen: PostSeen = {
    gemeentecode,
    waiting: waitingIn(post, gemeentecode, until),
    ...(leden.length > 0 && { huishoudenId: huishoudenOfTijdlijn(id) }),
  };
  const zaakIds = leden.length > 0 ? [...new Set(leden.map(({ zaakId }) => zaakId))] : [id];
  const told = await tellZaken(deps, zaakIds, dayOf(deps.now), { post: seen });
  await createUndelivered(deps.table).remember(gemeentecode, id, spellWaiting(seen.waiting), deps.now);
  if (told > 0) deps.telemetry.info('onbezorgde berichten gemeld', { gemeentecode, id, zaken: told });
};
