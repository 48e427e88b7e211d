import type { HuishoudenId } from '../../contracts/base-types.ts';
import { compareInstants } from '../../contracts/instant.ts';
import type { Door, Poststaat } from '../../contracts/postvak.ts';
import { replyIn, type Said } from '../delivery/reply.ts';
import { notTakenByDuo } from '../duomeldingen/owed.ts';
import type { Notice } from '../partners/notices.ts';
import { type KanaalId, missingIn } from '../partners/projection.ts';
import { isFoundByHub } from '../regievoerder/notices.ts';
import type { ZaakCommit } from './dossier.ts';
import { eventsIn } from './duo-events.ts';
import { type Feit, onMoment } from './feiten.ts';
import { contradictionsSeen, feitenSeen } from './seen.ts';
import { situationOf } from './situation.ts';
import { entriesOf, fromFeit, namedIn, type TijdlijnEvent, when } from './tijdlijn-events.ts';
import { fromLbt } from './tijdlijn-lbt.ts';
import { standingIds, type Zaak, zaakOf } from './zaak.ts';

/** How far a message to a partner is, and through which door it went. */
export interface DeliveryEntry {
  readonly staat: Poststaat;
  readonly deur?: Door;
  /** Why its content stands still, when it does. */
  readonly stilstand?: string;
  /** The id of the person at the partner who confirmed it; absent when a programme did. */
  readonly bevestigdDoor?: string;
}

/** The key of a message on the timeline of its zaak. */
export const deliveryKey = (partner: KanaalId, volgnummer: number): string => `${partner}#${volgnummer}`;

/** A timeline with notices to partners, and how far each message is. */
export interface ToldOn {
  /** The household whose timeline it is; absent for the timeline of the zaak itself. */
  readonly huishoudenId?: HuishoudenId;
  readonly commits: readonly ZaakCommit[];
  readonly delivery: ReadonlyMap<string, DeliveryEntry>;
  /** What partners said of these messages. */
  readonly said?: ReadonlyMap<string, readonly Said[]>;
}

/** The hub decided on the message and did not put it in the postvak yet. */
const NOT_YET_PLACED: DeliveryEntry = { staat: 'klaargezet' };

/** The lines of what the hub told partners, and how far each message is. They name fields, never their values. */
const fromNotices = ({ commits, delivery, huishoudenId, said }: ToldOn): readonly TijdlijnEvent[] =>
  commits.flatMap(({ tijd, inhoud }) =>
    inhoud.meldingen.flatMap((notice) => {
      const { partner, volgnummer, velden } = notice;
      const ofMessage = said?.get(deliveryKey(partner, volgnummer)) ?? [];
      const antwoord = replyIn(ofMessage);
      const about = { partner, ...when(huishoudenId !== undefined, { huishoudenId }) };
      const told: TijdlijnEvent = {
        naam: nameOfNotice(notice),
        tijdstip: tijd,
        bron: 'hub',
        gegevens: {
          ...about,
          volgnummer,
          velden,
          ...why(notice),
          ...(delivery.get(deliveryKey(partner, volgnummer)) ?? NOT_YET_PLACED),
          ...when(antwoord !== undefined, { antwoord }),
        },
      };
      return [told, ...ofMessage.map((one) => fromSaid(one, notice, about))];
    }),
  );

/** The line of a fact, with the person who reported it and whether it was put right since. */
const lineOf = (event: TijdlijnEvent, { feitId, medewerker }: Feit, holds: boolean): TijdlijnEvent => ({
  ...event,
  feitId,
  gegevens: {
    ...event.gegevens,
    ...when(medewerker !== undefined, { medewerker }),
    ...when(!holds, { hersteld: true }),
  },
});

const nameOfNotice = (notice: Notice): string =>
  notice.soort === 'stap' ? 'partner-ingelicht' : `nieuwe-inburgeraar-${notice.soort}`;

const NAME_OF_SAYING = {
  opgepakt: 'partner-pakt-op',
  'lukt-niet': 'partner-lukt-niet',
  afgehandeld: 'lukt-niet-afgehandeld',
} as const satisfies Readonly<Record<Said['wat'], string>>;

/** The line of what a partner, or its gemeente, said of a message. A later answer is a line of its own. */
const fromSaid = (said: Said, notice: Notice, about: Readonly<Record<string, unknown>>): TijdlijnEvent => ({
  naam: NAME_OF_SAYING[said.wat],
  tijdstip: said.tijdstip,
  bron: said.wat === 'afgehandeld' ? 'gemeente' : 'partner',
  gegevens: {
    ...about,
    bericht: notice.soort === 'stap' ? notice.gebeurtenis : nameOfNotice(notice),
    berichtVolgnummer: notice.volgnummer,
    ...(said.wat === 'lukt-niet' ? { reden: said.reden } : {}),
    ...when(said.medewerker !== undefined, { medewerker: said.medewerker }),
  },
});

/** What a notice is about and replaces, which fields changed, or why it is over. */
const why = (notice: Notice): Readonly<Record<string, unknown>> =>
  notice.soort === 'stap'
    ? {
        gebeurtenis: notice.gebeurtenis,
        ...when(notice.vervangt !== undefined, { vervangt: notice.vervangt }),
      }
    : {
        ...when(notice.gewijzigd !== undefined, { gewijzigd: notice.gewijzigd }),
        ...when(notice.reden !== undefined, { reden: notice.reden }),
      };

/** What the hub itself found in a zaak of this gemeente: how its terms stand, and what a partner did not get. */
const fromHub = ({ commits }: ToldOn, gemeentecode: string | undefined): readonly TijdlijnEvent[] =>
  commits.flatMap(({ tijd, inhoud: { regievoerder = [] } }) =>
    regievoerder
      .filter((notice) => notice.gemeentecode === gemeentecode && isFoundByHub(notice))
      .map(({ gebeurtenis, gegevens }) => ({
        naam: gebeurtenis,
        tijdstip: tijd,
        bron: 'hub' as const,
        gegevens: { ...gegevens },
      })),
  );

const TELL_WHAT_IS_MISSING =
  'Deze partners horen pas van deze persoon als een bron of de gemeente noemt wat ontbreekt';

const MINOR_WAITS =
  'Deze persoon was nog geen achttien toen de gemeente de zaak opende: deze partners horen het pas als DUO zegt dat de plicht geldt';

/**
 * What keeps partners from being told. The line has the moment of the message that left it out, or that opened the zaak of a minor,
 * and stays until another message tells it.
 */
const fromMissing = (zaak: Zaak, gemeentecode: string | undefined): readonly TijdlijnEvent[] => {
  const { koppeling, waitsForPlicht, ...situation } = situationOf(zaak);
  const missing = missingIn(zaak);
  const by = waitsForPlicht ? zaak.geopend.toSorted(onMoment).at(-1) : koppeling?.feit;
  if (by === undefined || missing === undefined || situation.gemeentecode !== gemeentecode) return [];
  return [
    {
      naam: 'wacht-op-gegevens',
      tijdstip: by.tijdstip,
      bron: 'hub',
      gegevens: { betekenis: waitsForPlicht ? MINOR_WAITS : TELL_WHAT_IS_MISSING, ...missing },
    },
  ];
};

/** A decision that the hub does not tell DUO, and why. What DUO itself refused is on the timeline by its own fact. */
const fromOwed = (zaak: Zaak, gemeentecode: string | undefined): readonly TijdlijnEvent[] => {
  return notTakenByDuo(zaak).flatMap(([, owed]): readonly TijdlijnEvent[] => {
    if (owed.kind !== 'breaks rules' || owed.task.gemeentecode !== gemeentecode) return [];
    const { order, cause } = owed.task;
    return [
      {
        naam: 'duo-niet-gemeld',
        tijdstip: cause.tijdstip,
        bron: 'hub',
        gegevens: { ...namedIn(order), regels: owed.rules },
      },
    ];
  });
};

/** By moment, and at one moment by content. */
const inOrder = (gebeurtenissen: readonly TijdlijnEvent[]): readonly TijdlijnEvent[] =>
  gebeurtenissen.toSorted(
    (one, other) =>
      compareInstants(one.tijdstip, other.tijdstip) ||
      one.naam.localeCompare(other.naam) ||
      JSON.stringify(one.gegevens).localeCompare(JSON.stringify(other.gegevens)),
  );

/**
 * The whole timeline as one gemeente sees it, in the order in which things were reported at their sources: its own koppelingen and
 * partners, and from before its own time what it may see (`seen.ts`). `zaak` holds the facts that the gemeente may see: all of them
 * for the gemeente that has the zaak, those of its own time for a gemeente that had it. `told` has the timelines of the zaak itself
 * and of its households, with what partners were told on them.
 */
export const tijdlijnOf = (
  zaak: Zaak,
  gemeentecode: string | undefined,
  told: readonly ToldOn[],
): readonly TijdlijnEvent[] => {
  const entries = entriesOf(zaak);
  // A person may have put a fact right: then its line stays, and says so.
  const standing = standingIds(zaak);
  return inOrder([
    ...eventsIn(feitenSeen(zaak, gemeentecode)).flatMap((feit) =>
      fromFeit(entries, feit).map((event) => lineOf(event, feit, standing.has(feit.feitId))),
    ),
    ...fromLbt(zaak),
    ...contradictionsSeen(zaak, gemeentecode).map(
      ({ tijdstip, ...gegevens }): TijdlijnEvent => ({
        naam: 'tegenspraak-gevonden',
        tijdstip,
        bron: 'hub',
        gegevens,
      }),
    ),
    ...fromMissing(zaak, gemeentecode),
    ...fromOwed(zaak, gemeentecode),
    ...told.flatMap((one) => fromHub(one, gemeentecode)),
    ...told
      .flatMap(fromNotices)
      .filter(({ gegevens }) => String(gegevens['partner']).startsWith(`${gemeentecode}/`)),
  ]);
};

/**
 * What a partner reported of a zaak itself, by its OIN, and how its reports stand to each other. Reports of others about the same
 * are not its business, and do not show.
 */
export const ownReports = (zaak: Zaak, oin: string): readonly TijdlijnEvent[] => {
  const own = zaakOf(
    [...zaak.feiten.values()].filter(
      (feit) =>
        feit.soort === 'melding' &&
        feit.gemeldDoor === undefined &&
        feit.bron.startsWith(`urn:nld:oin:${oin}:`),
    ),
  );
  const entries = { ...entriesOf(own), missing: new Map() };
  return inOrder([...own.feiten.values()].flatMap((feit) => fromFeit(entries, feit)));
};
