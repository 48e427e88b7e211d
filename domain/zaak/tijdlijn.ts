import { compareInstants } from '../../contracts/instant.ts';
import type { Door, Poststaat } from '../../contracts/postvak.ts';
import { duoCode } from '../duo/codes.ts';
import type { KanaalId } from '../partners/projection.ts';
import { namedAnswers } from './answers.ts';
import type { Residence } from './brp.ts';
import { contradictionsIn } from './contradictions.ts';
import type { ZaakCommit } from './dossier.ts';
import type { DuoFeit, Feit, MeldingFeit, OverlijdenFeit } from './feiten.ts';
import { lbtResultaten } from './lbt.ts';
import { situationOf } from './situation.ts';
import { standingIds, type Zaak } from './zaak.ts';

/** One line of the timeline of a zaak, as the gemeente reads it. Names follow the routemap. */
export interface TijdlijnEvent {
  readonly naam: string;
  readonly tijdstip: string;
  readonly bron: 'coa' | 'brp' | 'duo' | 'gemeente' | 'partner' | 'hub';
  readonly gegevens: Readonly<Record<string, unknown>>;
  /** The fact that the line follows from: by it a person can put the fact right. */
  readonly feitId?: string;
}

/** Absent when it does not hold, so that the same facts give the same line. */
const when = <Data extends object>(where: boolean, data: Data): Partial<Data> => (where ? data : {});

/** What the BRP says about its own data. */
const noted = ({ gegevens: { geheimhouding, inOnderzoek } }: Residence | OverlijdenFeit) => ({
  ...when(geheimhouding !== undefined, { geheimhouding }),
  ...when((inOnderzoek ?? []).length > 0, { inOnderzoek }),
});

const fromDuo = (feit: DuoFeit): TijdlijnEvent => {
  const code = feit.notificatie.gebeurtenisId;
  const { gebeurtenis, betekenis, oordeel } = duoCode(code);
  const { examennummer: examen, ...answers } = namedAnswers(feit.antwoorden);
  return {
    naam: gebeurtenis,
    tijdstip: feit.tijdstip,
    bron: 'duo',
    gegevens: {
      code,
      betekenis,
      ...when(oordeel !== undefined, { oordeel }),
      ...answers,
      ...when(examen !== undefined, { examennummer: examen?.examennummer }),
    },
  };
};

/** Which facts still hold, worked out once for the whole timeline. */
interface Entries {
  readonly highestVersions: ReadonlyMap<string, number>;
  readonly valid: ReadonlySet<Feit>;
  readonly vestigingen: ReadonlySet<Feit>;
}

const entriesOf = (zaak: Zaak): Entries => {
  const highestVersions = new Map<string, number>();
  for (const { koppeling } of zaak.koppelingen) {
    const highest = Math.max(koppeling.versie, highestVersions.get(koppeling.koppelingId) ?? 0);
    highestVersions.set(koppeling.koppelingId, highest);
  }
  const { valid, vestigingen } = situationOf(zaak);
  return {
    highestVersions,
    valid: new Set<Feit>([...valid.inschrijvingen, ...valid.verhuizingen, ...valid.overlijden]),
    vestigingen: new Set<Feit>(vestigingen),
  };
};

/** `nl.inburgeringszaken.taallessen.gestart.v1` is `taallessen-gestart` on the timeline. */
const nameOfType = (type: string): string => type.split('.').slice(2, -1).join('-');

const fromMelding = ({ melding, tijdstip, gemeldDoor, antwoorden, datum }: MeldingFeit): TijdlijnEvent => {
  const { inburgeringsplicht, doelgroep, 'lbt/resultaten': resultaten } = antwoorden;
  return {
    naam: nameOfType(melding),
    tijdstip,
    bron: gemeldDoor === undefined ? 'partner' : 'gemeente',
    gegevens: {
      ...when(datum !== undefined, { datum }),
      ...when(inburgeringsplicht !== undefined, { inburgeringsplicht }),
      ...when(doelgroep !== undefined, { doelgroep }),
      ...when(resultaten !== undefined, { resultaten }),
    },
  };
};

/** Where somebody lives, and whether living there starts the clock. */
const fromResidence = ({ vestigingen }: Entries, feit: Residence) => {
  const { adres, isCoaLocatie } = feit.gegevens;
  return {
    ...when(adres?.woonplaats !== undefined, { woonplaats: adres?.woonplaats }),
    isCoaLocatie,
    teltAlsVestiging: vestigingen.has(feit),
    ...noted(feit),
  };
};

const fromFeit = (entries: Entries, feit: Feit): readonly TijdlijnEvent[] => {
  const { tijdstip } = feit;
  const status = entries.valid.has(feit) ? 'geldig' : 'vervangen';
  switch (feit.soort) {
    case 'koppeling': {
      const { koppelingId, versie, gemeentecode, datumKoppeling } = feit.koppeling;
      return [
        {
          naam: `koppeling-${feit.handeling}`,
          tijdstip,
          bron: 'coa',
          gegevens: {
            koppelingId,
            versie,
            gemeentecode,
            datumKoppeling,
            ...when(feit.koppeling.verblijfplaatsAzc !== undefined, {
              verblijfplaatsAzc: feit.koppeling.verblijfplaatsAzc?.naam,
            }),
            ...when((feit.koppeling.woningeis ?? []).length > 0, { woningeis: feit.koppeling.woningeis }),
            status: versie === entries.highestVersions.get(koppelingId) ? 'geldig' : 'vervangen',
          },
        },
      ];
    }
    case 'koppeling-vervallen':
      return [
        {
          naam: feit.oorzaakVerval === 'ingetrokken' ? 'koppeling-ingetrokken' : 'koppeling-gewijzigd',
          tijdstip,
          bron: 'coa',
          gegevens: {
            koppelingId: feit.koppelingId,
            versie: feit.versie,
            reden: feit.reden,
            ...when(feit.oorzaakVerval === 'niet meer in huishouden', { huishouden: feit.oorzaakVerval }),
          },
        },
      ];
    case 'brp-inschrijving': {
      const { soort, gemeentecode, datumInschrijving } = feit.gegevens;
      const gegevens = { soort, gemeentecode, datumInschrijving, ...fromResidence(entries, feit), status };
      return [{ naam: 'brp-inschrijving-ontvangen', tijdstip, bron: 'brp', gegevens }];
    }
    case 'brp-verhuizing': {
      const { gemeentecode, datumVerhuizing } = feit.gegevens;
      const gegevens = { gemeentecode, datumVerhuizing, ...fromResidence(entries, feit), status };
      return [{ naam: 'brp-adres-gewijzigd', tijdstip, bron: 'brp', gegevens }];
    }
    case 'brp-overlijden':
      return [
        {
          naam: 'overlijden-ontvangen',
          tijdstip,
          bron: 'brp',
          gegevens: {
            ...when(feit.gegevens.datumOverlijden !== undefined, {
              datumOverlijden: feit.gegevens.datumOverlijden,
            }),
            ...noted(feit),
            status,
          },
        },
      ];
    case 'duo':
      return feit.antwoorden['lbt/resultaten'] === undefined ? [fromDuo(feit)] : [];
    case 'casus-geopend':
      return [
        {
          naam: 'casus-geopend',
          tijdstip,
          bron: 'gemeente',
          gegevens: {
            gemeentecode: feit.gegevens.gemeentecode,
            datumOpening: feit.gegevens.datumOpening,
          },
        },
      ];
    case 'samengevoegd':
      return [{ naam: 'zaak-samengevoegd', tijdstip, bron: 'hub', gegevens: { zaakId: feit.naar } }];
    case 'opgenomen':
      return [{ naam: 'zaak-opgenomen', tijdstip, bron: 'hub', gegevens: { zaakId: feit.uit } }];
    case 'melding':
      return [fromMelding(feit)];
    case 'herstel':
      return [
        {
          naam: 'feit-hersteld',
          tijdstip,
          bron: 'gemeente',
          gegevens: {
            reden: feit.reden,
            ...when(feit.vervalt.length > 0, { vervalt: feit.vervalt }),
            ...when(feit.bsn !== undefined, { veld: 'bsn' }),
          },
        },
      ];
    case 'huishouden-stand':
      return [{ naam: 'huishouden-gewijzigd', tijdstip, bron: 'hub', gegevens: { ...feit.huishouden } }];
    case 'huishouden-lid':
    case 'bsn':
    case 'wacht':
      return [];
  }
};

/** Each result of the leerbaarheidstoets once, with its standing among the others (R09.4). */
const fromLbt = (zaak: Zaak): readonly TijdlijnEvent[] =>
  lbtResultaten(zaak).map(({ gemeldOp, ...resultaat }) => ({
    naam: 'leerbaarheidstoets-uitslag-ontvangen',
    tijdstip: gemeldOp,
    bron: 'duo',
    gegevens: resultaat,
  }));

/** How far a message to a partner is, and through which door it went. */
export interface DeliveryEntry {
  readonly staat: Poststaat;
  readonly deur?: Door;
  /** Why its content stands still, when it does. */
  readonly stilstand?: string;
}

/** By which a message is known on the timeline of its zaak. */
export const deliveryKey = (partner: KanaalId, volgnummer: number): string => `${partner}#${volgnummer}`;

/** A timeline on which partners were told something, and how far each message is. */
export interface ToldOn {
  readonly commits: readonly ZaakCommit[];
  readonly delivery: ReadonlyMap<string, DeliveryEntry>;
}

/** Decided on, and not yet in the postvak. */
const NOT_YET_PLACED: DeliveryEntry = { staat: 'klaargezet' };

/** Whom the hub told what, and how far that is: names of fields, never their values. */
const fromNotices = (
  commits: readonly ZaakCommit[],
  deliveryEntries: ReadonlyMap<string, DeliveryEntry>,
): readonly TijdlijnEvent[] =>
  commits.flatMap(({ tijd, inhoud }) =>
    inhoud.meldingen.map(({ partner, soort, volgnummer, velden, gewijzigd, reden }) => ({
      naam: `nieuwe-inburgeraar-${soort}`,
      tijdstip: tijd,
      bron: 'hub' as const,
      gegevens: {
        partner,
        volgnummer,
        velden,
        ...when(gewijzigd !== undefined, { gewijzigd }),
        ...when(reden !== undefined, { reden }),
        ...(deliveryEntries.get(deliveryKey(partner, volgnummer)) ?? NOT_YET_PLACED),
      },
    })),
  );

/** By moment, then by what was reported. */
const inOrder = (gebeurtenissen: readonly TijdlijnEvent[]): readonly TijdlijnEvent[] =>
  gebeurtenissen.toSorted(
    (one, other) =>
      compareInstants(one.tijdstip, other.tijdstip) ||
      one.naam.localeCompare(other.naam) ||
      JSON.stringify(one.gegevens).localeCompare(JSON.stringify(other.gegevens)),
  );

/**
 * Which facts from before its own time the next gemeente sees (docs/domein.md, case 9). What COA told the former gemeente
 * and how that gemeente opened the zaak is not its business; where somebody lived and what DUO holds is.
 */
const SEEN_BY_NEXT: Readonly<Record<Feit['soort'], boolean>> = {
  koppeling: false,
  'koppeling-vervallen': false,
  'casus-geopend': false,
  'brp-inschrijving': true,
  'brp-verhuizing': true,
  'brp-overlijden': true,
  duo: true,
  melding: true,
  herstel: true,
  'huishouden-lid': false,
  'huishouden-stand': true,
  samengevoegd: true,
  opgenomen: true,
  bsn: true,
  wacht: true,
};

/** Facts that name a gemeente of their own: they are that gemeente's business, and no other's. */
const isOwnOf = (gemeentecode: string | undefined, koppelingen: ReadonlySet<string>, feit: Feit): boolean => {
  switch (feit.soort) {
    case 'koppeling':
      return feit.koppeling.gemeentecode === gemeentecode;
    case 'koppeling-vervallen':
      return koppelingen.has(feit.koppelingId);
    case 'casus-geopend':
      return feit.gegevens.gemeentecode === gemeentecode;
    default:
      return false;
  }
};

/**
 * The whole timeline as one gemeente sees it, in the order in which things were reported at their sources: its own
 * koppelingen and partners, and of what was told before its own time what `SEEN_BY_NEXT` lets through. `zaak` holds the
 * facts that it may see: all of them for the gemeente that has the zaak, those of its own time for one that had it.
 * `told`: the timeline of the zaak itself, and of its households, with what partners were told on them.
 */
export const tijdlijnOf = (
  zaak: Zaak,
  gemeentecode: string | undefined,
  told: readonly ToldOn[],
): readonly TijdlijnEvent[] => {
  const koppelingen = new Set(
    zaak.koppelingen
      .filter(({ koppeling }) => koppeling.gemeentecode === gemeentecode)
      .map(({ koppeling }) => koppeling.koppelingId),
  );
  const entries = entriesOf(zaak);
  // A person may have put a fact right: its line stays, and says so.
  const standing = standingIds(zaak);
  const holds = ({ feitId }: Feit): boolean => standing.has(feitId);
  return inOrder([
    ...[...zaak.feiten.values()]
      .filter((feit) => SEEN_BY_NEXT[feit.soort] || isOwnOf(gemeentecode, koppelingen, feit))
      .flatMap((feit) =>
        fromFeit(entries, feit).map((event) => ({
          ...event,
          feitId: feit.feitId,
          ...when(!holds(feit), { gegevens: { ...event.gegevens, hersteld: true } }),
        })),
      ),
    ...fromLbt(zaak),
    ...contradictionsIn(zaak).map(
      ({ tijdstip, ...gegevens }): TijdlijnEvent => ({
        naam: 'tegenspraak-gevonden',
        tijdstip,
        bron: 'hub',
        gegevens,
      }),
    ),
    ...told
      .flatMap(({ commits, delivery }) => fromNotices(commits, delivery))
      .filter(({ gegevens }) => String(gegevens['partner']).startsWith(`${gemeentecode}/`)),
  ]);
};
