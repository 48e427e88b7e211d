import { compareInstants } from '../../contracts/instant.ts';
import type { Door, Poststaat } from '../../contracts/postvak.ts';
import { duoCode } from '../duo/codes.ts';
import type { KanaalId } from '../partners/projection.ts';
import { namedAnswers } from './answers.ts';
import type { ZaakCommit } from './dossier.ts';
import { dossierOf } from './dossier.ts';
import type { DuoFeit, Feit } from './feiten.ts';
import { lbtResultaten } from './lbt.ts';
import { situationOf } from './situation.ts';
import type { Zaak } from './zaak.ts';

/** One line of the timeline of a zaak, as the gemeente reads it. Names follow the routemap. */
export interface TijdlijnEvent {
  readonly naam: string;
  readonly tijdstip: string;
  readonly bron: 'coa' | 'brp' | 'duo' | 'hub';
  readonly gegevens: Readonly<Record<string, unknown>>;
}

/** Absent when it does not hold, so that the same facts give the same line. */
const when = <Data extends object>(where: boolean, data: Data): Partial<Data> => (where ? data : {});

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
      const { soort, gemeentecode, datumInschrijving, adres, isCoaLocatie } = feit.gegevens;
      return [
        {
          naam: 'brp-inschrijving-ontvangen',
          tijdstip,
          bron: 'brp',
          gegevens: {
            soort,
            gemeentecode,
            datumInschrijving,
            woonplaats: adres.woonplaats,
            isCoaLocatie,
            teltAlsVestiging: entries.vestigingen.has(feit),
            status,
          },
        },
      ];
    }
    case 'brp-verhuizing': {
      const { gemeentecode, datumVerhuizing, adres, isCoaLocatie } = feit.gegevens;
      return [
        {
          naam: 'brp-adres-gewijzigd',
          tijdstip,
          bron: 'brp',
          gegevens: {
            gemeentecode,
            datumVerhuizing,
            woonplaats: adres.woonplaats,
            isCoaLocatie,
            status,
          },
        },
      ];
    }
    case 'brp-overlijden':
      return [
        {
          naam: 'overlijden-ontvangen',
          tijdstip,
          bron: 'brp',
          gegevens: {
            datumOverlijden: feit.gegevens.datumOverlijden,
            status,
          },
        },
      ];
    case 'duo':
      return feit.antwoorden['lbt/resultaten'] === undefined ? [fromDuo(feit)] : [];
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

/** Koppelingen of this person to the gemeente that the zaak belongs to now: another gemeente's are not its business. */
const ownKoppelingen = (zaak: Zaak): ReadonlySet<string> => {
  const gemeentecode = situationOf(zaak).koppeling?.gemeentecode;
  return new Set(
    zaak.koppelingen
      .filter(({ koppeling }) => koppeling.gemeentecode === gemeentecode)
      .map(({ koppeling }) => koppeling.koppelingId),
  );
};

const isOfGemeente = (feit: Feit, koppelingen: ReadonlySet<string>): boolean => {
  if (feit.soort === 'koppeling') return koppelingen.has(feit.koppeling.koppelingId);
  return feit.soort !== 'koppeling-vervallen' || koppelingen.has(feit.koppelingId);
};

/**
 * The whole timeline as the gemeente of the zaak sees it, in the order in which things were reported at their sources:
 * its own koppelingen and partners, not those of a gemeente that the person was koppelt to before.
 */
export const tijdlijnOf = (
  commits: readonly ZaakCommit[],
  deliveryEntries: ReadonlyMap<string, DeliveryEntry> = new Map(),
): readonly TijdlijnEvent[] => {
  const { zaak } = dossierOf(commits);
  const koppelingen = ownKoppelingen(zaak);
  const gemeentecode = situationOf(zaak).koppeling?.gemeentecode;
  const entries = entriesOf(zaak);
  return inOrder([
    ...[...zaak.feiten.values()]
      .filter((feit) => isOfGemeente(feit, koppelingen))
      .flatMap((feit) => fromFeit(entries, feit)),
    ...fromLbt(zaak),
    ...fromNotices(commits, deliveryEntries).filter(({ gegevens }) =>
      String(gegevens['partner']).startsWith(`${gemeentecode}/`),
    ),
  ]);
};
