import { zakenToTell, zakenWithUndelivered } from '../../adapters/table/lists/regievoerder.ts';
import { readSendEntry } from '../../adapters/table/logs.ts';
import type { Postvak } from '../../adapters/table/postvak/postvak.ts';
import type { Table } from '../../adapters/table/table.ts';
import { createZaakLists } from '../../adapters/table/zaak-lists.ts';
import type { Gemeentecode, ZaakId } from '../../contracts/base-types.ts';
import { aboutWhat } from '../../contracts/partnerrollen.ts';
import { gemeenteProfile } from '../../domain/gemeenten/index.ts';
import { kanaalId } from '../../domain/partners/address.ts';
import { isTold } from '../../domain/regievoerder/kanaal.ts';
import { waitingSince } from '../../domain/regievoerder/post.ts';
import { dayOf } from '../../domain/termijnen/calendar.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { allItems } from './postvak.ts';
import { takeAll } from './steps.ts';
import { type TellDependencies, tellZaken } from './tell-zaken.ts';

/** What gemeenten hear of their zaken without any message: terms that fall due, and what partners do not get. */

export interface TermijnDependencies extends TellDependencies {
  readonly table: Pick<Table, 'perStatus' | 'partition' | 'writeIfNewer'>;
  readonly postvak: Pick<Postvak, 'list'>;
  readonly telemetry: Pick<Telemetry, 'info'>;
  readonly gemeenten: readonly Gemeentecode[];
  readonly now: Date;
}

/** Announces every term that comes near or has gone by. Reads the zaken that fall due by their entries, and no other. */
export async function tellTermijnen(deps: TermijnDependencies): Promise<void> {
  const today = dayOf(deps.now);
  await takeAll(
    deps.gemeenten.map((gemeentecode) => async () => {
      const due = await zakenToTell(deps.table, gemeentecode, today);
      const { told, unchanged } = await tellZaken(deps, due, today);
      // A run that was cut off left them in the list of a day that has been told.
      await createZaakLists(deps.table).store(unchanged);
      if (told > 0) deps.telemetry.info('termijnen aangekondigd', { gemeentecode, zaken: told });
    }),
  );
}

const DAY_MS = 24 * 3600 * 1000;

/**
 * Tells each gemeente that gets messages which partner did not get one of its zaken for as long as its profile says, and that
 * this is over. Reads the messages that wait and the zaken of which the gemeente holds that one does.
 */
export async function tellUndelivered(deps: TermijnDependencies): Promise<void> {
  const today = dayOf(deps.now);
  await takeAll(
    deps.gemeenten.map((gemeentecode) => async () => {
      const profile = gemeenteProfile(gemeentecode);
      if (!isTold(profile, today) || profile.regievoerder === undefined) return;
      const days = profile.regievoerder.onbezorgdNaDagen;
      const until = new Date(deps.now.getTime() - days * DAY_MS).toISOString();
      const zaken = new Set<ZaakId>(await zakenWithUndelivered(deps.table, gemeentecode));
      // A message about a household is no step of a zaak.
      for (const { sleutel } of profile.partners.filter(({ rol }) => aboutWhat(rol) === 'zaak')) {
        const query = { places: ['klaargezet', 'bezig', 'geparkeerd'], until } as const;
        for await (const item of allItems(deps.postvak, kanaalId(gemeentecode, sleutel), query)) {
          zaken.add(item.zaakId);
        }
      }
      const { told } = await tellZaken(deps, [...zaken], today, async (zaakId) =>
        waitingSince((await readSendEntry(deps.table, zaakId)).post, gemeentecode, until),
      );
      if (told > 0) deps.telemetry.info('onbezorgde berichten gemeld', { gemeentecode, zaken: told });
    }),
  );
}
