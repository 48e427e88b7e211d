import * as z from 'zod';
import { readClock } from '../client/clock.ts';
import type { HubClient } from '../client/hub-client.ts';
import { Tijdlijn, type TijdlijnGebeurtenis, Zaak } from '../contracts/api.ts';
import type { Gemeentecode } from '../contracts/base-types.ts';
import { titleOf } from '../contracts/hub-type.ts';
import { type ZaakInList, ZakenList } from '../contracts/lists.ts';
import { gemeenteProfile, gemeenteProfiles } from '../domain/gemeenten/index.ts';
import { gemeenteKey } from '../domain/organisation-keys.ts';

/** What there is to see, as the gemeente sees it through the API. */

export interface GemeenteChoice {
  readonly code: Gemeentecode;
  readonly naam: string;
}

/** The gemeenten that a visitor can look at. */
export const gemeenteChoices = (): readonly GemeenteChoice[] =>
  gemeenteProfiles.map(({ gemeentecode, naam }) => ({ code: gemeentecode, naam }));

/** What one partner got of a zaak. */
export interface PartnerLine {
  readonly naam: string;
  readonly count: number;
  /** How many of them came since the moment that the page is about. */
  readonly fresh: number;
  readonly last?: { readonly title: string; readonly staat: string };
}

export interface ZaakView {
  readonly zaakId: string;
  readonly gemeente: GemeenteChoice;
  readonly clock: Date;
  readonly zaak: Zaak;
  readonly partners: readonly PartnerLine[];
  readonly termijnen: Tijdlijn['termijnen'];
  /** The last thing that happened, which is no message to a partner. */
  readonly latest: readonly TijdlijnGebeurtenis[];
}

export interface StartView {
  readonly clock: Date;
  readonly gemeente: GemeenteChoice;
  readonly zaken: readonly ZaakInList[];
  readonly more: boolean;
}

/** So many zaken stand on a page. */
const SHOWN = 20;

/** The gemeente with this code; undefined when none takes part under it. */
export const findGemeenteChoice = (code: string): GemeenteChoice | undefined =>
  gemeenteChoices().find((one) => one.code === code);

const read = async <Schema extends z.ZodType>(
  hub: HubClient,
  { code }: GemeenteChoice,
  path: string,
  schema: Schema,
): Promise<z.infer<Schema> | undefined> => {
  const { status, body } = await hub.call(gemeenteKey(code), path, { method: 'GET' });
  return status === 404 ? undefined : schema.parse(body);
};

/** Where the clock stands, and the first zaken of a gemeente. */
export const viewStart = async (hub: HubClient, gemeente: GemeenteChoice): Promise<StartView> => {
  const list = await read(hub, gemeente, `/zaken?limit=${SHOWN}`, ZakenList);
  return { clock: await readClock(hub), gemeente, zaken: list?.zaken ?? [], more: list?.na !== undefined };
};

/** A line of the timeline that is a message to a partner. */
const ToPartner = z.object({ partner: z.string(), volgnummer: z.int(), staat: z.string().default('') });

const linesOf = (
  { code }: GemeenteChoice,
  gebeurtenissen: Tijdlijn['gebeurtenissen'],
  since: string | undefined,
): readonly PartnerLine[] => {
  const sent = gebeurtenissen.flatMap(({ naam, tijdstip, gegevens }) => {
    const outcome = ToPartner.safeParse(gegevens);
    return outcome.success ? [{ ...outcome.data, title: titleOf(naam), tijdstip }] : [];
  });
  return gemeenteProfile(code).partners.map(({ sleutel, organisatie }) => {
    const own = sent.filter(({ partner }) => partner.split('/').at(-1) === sleutel);
    const last = own.toSorted((one, other) => one.volgnummer - other.volgnummer).at(-1);
    return {
      naam: organisatie,
      count: own.length,
      // Before there is such a moment nothing is new.
      fresh: own.filter(({ tijdstip }) => since !== undefined && Date.parse(tijdstip) >= Date.parse(since))
        .length,
      ...(last === undefined ? {} : { last: { title: last.title, staat: last.staat } }),
    };
  });
};

const LATEST = 5;

/** A zaak of this gemeente; undefined when it has no such zaak. `since` is the moment from which a message is new. */
export const viewZaak = async (
  hub: HubClient,
  gemeente: GemeenteChoice,
  zaakId: string,
  since: string | undefined,
): Promise<ZaakView | undefined> => {
  const path = `/zaken/${encodeURIComponent(zaakId)}`;
  const zaak = await read(hub, gemeente, path, Zaak);
  const tijdlijn = zaak && (await read(hub, gemeente, `${path}/tijdlijn`, Tijdlijn));
  if (zaak === undefined || tijdlijn === undefined) return undefined;
  return {
    zaakId,
    gemeente,
    clock: await readClock(hub),
    zaak,
    partners: linesOf(gemeente, tijdlijn.gebeurtenissen, since),
    termijnen: tijdlijn.termijnen,
    latest: tijdlijn.gebeurtenissen
      .filter(({ gegevens }) => !ToPartner.safeParse(gegevens).success)
      .slice(-LATEST)
      .toReversed(),
  };
};
