import { compareInstants } from '../../contracts/instant.ts';
import type { Deur, Poststaat } from '../../contracts/post.ts';
import { duoCode } from '../duo/codes.ts';
import type { PartnerAdres } from '../partners/projectie.ts';
import { situationOf } from './afgeleid.ts';
import type { ZaakCommit } from './dossier.ts';
import { dossierVan } from './dossier.ts';
import type { DuoFeit, Feit } from './feiten.ts';
import { lbtResultaten } from './lbt.ts';
import type { Zaak } from './zaak.ts';

/** One line of the timeline of a zaak, as the gemeente reads it. Names follow the routemap. */
export interface Tijdlijngebeurtenis {
  readonly naam: string;
  readonly tijdstip: string;
  readonly bron: 'coa' | 'brp' | 'duo' | 'hub';
  readonly gegevens: Readonly<Record<string, unknown>>;
}

/** Absent when it does not hold, so that the same facts give the same line. */
const indien = <Gegevens extends object>(waar: boolean, gegevens: Gegevens): Partial<Gegevens> =>
  waar ? gegevens : {};

const vanDuo = (feit: DuoFeit): Tijdlijngebeurtenis => {
  const code = feit.notificatie.gebeurtenisId;
  const { gebeurtenis, betekenis } = duoCode(code);
  const { inburgeringsplicht, doelgroep, 'lbt/examennummer': examen } = feit.antwoorden;
  return {
    naam: gebeurtenis,
    tijdstip: feit.tijdstip,
    bron: 'duo',
    gegevens: {
      code,
      betekenis,
      ...indien(inburgeringsplicht !== undefined, { inburgeringsplicht }),
      ...indien(doelgroep !== undefined, { doelgroep }),
      ...indien(examen !== undefined, { examennummer: examen?.examennummer }),
    },
  };
};

/** Which facts still hold, worked out once for the whole timeline. */
interface Standen {
  readonly hoogsteVersies: ReadonlyMap<string, number>;
  readonly geldig: ReadonlySet<Feit>;
  readonly vestigingen: ReadonlySet<Feit>;
}

const standenVan = (zaak: Zaak): Standen => {
  const hoogsteVersies = new Map<string, number>();
  for (const { koppeling } of zaak.koppelingen) {
    const hoogste = Math.max(koppeling.versie, hoogsteVersies.get(koppeling.koppelingId) ?? 0);
    hoogsteVersies.set(koppeling.koppelingId, hoogste);
  }
  const { geldig, vestigingen } = situationOf(zaak);
  return {
    hoogsteVersies,
    geldig: new Set<Feit>([...geldig.inschrijvingen, ...geldig.verhuizingen, ...geldig.overlijden]),
    vestigingen: new Set<Feit>(vestigingen),
  };
};

const vanFeit = (standen: Standen, feit: Feit): readonly Tijdlijngebeurtenis[] => {
  const { tijdstip } = feit;
  const status = standen.geldig.has(feit) ? 'geldig' : 'vervangen';
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
            ...indien(feit.koppeling.verblijfplaatsAzc !== undefined, {
              verblijfplaatsAzc: feit.koppeling.verblijfplaatsAzc?.naam,
            }),
            ...indien((feit.koppeling.woningeis ?? []).length > 0, { woningeis: feit.koppeling.woningeis }),
            status: versie === standen.hoogsteVersies.get(koppelingId) ? 'geldig' : 'vervangen',
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
            ...indien(feit.oorzaakVerval === 'niet meer in huishouden', { huishouden: feit.oorzaakVerval }),
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
            teltAlsVestiging: standen.vestigingen.has(feit),
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
      return feit.antwoorden['lbt/resultaten'] === undefined ? [vanDuo(feit)] : [];
    case 'bsn':
    case 'wacht':
      return [];
  }
};

/** Each result of the leerbaarheidstoets once, with its standing among the others (R09.4). */
const vanLbt = (zaak: Zaak): readonly Tijdlijngebeurtenis[] =>
  lbtResultaten(zaak).map(({ gemeldOp, ...resultaat }) => ({
    naam: 'leerbaarheidstoets-uitslag-ontvangen',
    tijdstip: gemeldOp,
    bron: 'duo',
    gegevens: resultaat,
  }));

/** How far a message to a partner is, and through which door it went. */
export interface Bezorgstand {
  readonly staat: Poststaat;
  readonly deur?: Deur;
  /** Why its content stands still, when it does. */
  readonly stilstand?: string;
}

/** By which a message is known on the timeline of its zaak. */
export const bezorgsleutel = (partner: PartnerAdres, volgnummer: number): string =>
  `${partner}#${volgnummer}`;

/** Decided on, and not yet in the postvak. */
const NOG_NIET_GELEGD: Bezorgstand = { staat: 'klaargezet' };

/** Whom the hub told what, and how far that is: names of fields, never their values. */
const vanMeldingen = (
  commits: readonly ZaakCommit[],
  bezorgstanden: ReadonlyMap<string, Bezorgstand>,
): readonly Tijdlijngebeurtenis[] =>
  commits.flatMap(({ tijd, inhoud }) =>
    inhoud.meldingen.map(({ partner, soort, volgnummer, velden, gewijzigd, reden }) => ({
      naam: `nieuwe-inburgeraar-${soort}`,
      tijdstip: tijd,
      bron: 'hub' as const,
      gegevens: {
        partner,
        volgnummer,
        velden,
        ...indien(gewijzigd !== undefined, { gewijzigd }),
        ...indien(reden !== undefined, { reden }),
        ...(bezorgstanden.get(bezorgsleutel(partner, volgnummer)) ?? NOG_NIET_GELEGD),
      },
    })),
  );

/** By moment, then by what was reported. */
const opVolgorde = (gebeurtenissen: readonly Tijdlijngebeurtenis[]): readonly Tijdlijngebeurtenis[] =>
  gebeurtenissen.toSorted(
    (een, ander) =>
      compareInstants(een.tijdstip, ander.tijdstip) ||
      een.naam.localeCompare(ander.naam) ||
      JSON.stringify(een.gegevens).localeCompare(JSON.stringify(ander.gegevens)),
  );

/** Koppelingen of this person to the gemeente that the zaak belongs to now: another gemeente's are not its business. */
const eigenKoppelingen = (zaak: Zaak): ReadonlySet<string> => {
  const gemeentecode = situationOf(zaak).koppeling?.gemeentecode;
  return new Set(
    zaak.koppelingen
      .filter(({ koppeling }) => koppeling.gemeentecode === gemeentecode)
      .map(({ koppeling }) => koppeling.koppelingId),
  );
};

const isVanGemeente = (feit: Feit, koppelingen: ReadonlySet<string>): boolean => {
  if (feit.soort === 'koppeling') return koppelingen.has(feit.koppeling.koppelingId);
  return feit.soort !== 'koppeling-vervallen' || koppelingen.has(feit.koppelingId);
};

/**
 * The whole timeline as the gemeente of the zaak sees it, in the order in which things were reported at their sources:
 * its own koppelingen and partners, not those of a gemeente that the person was koppelt to before.
 */
export const tijdlijnVan = (
  commits: readonly ZaakCommit[],
  bezorgstanden: ReadonlyMap<string, Bezorgstand> = new Map(),
): readonly Tijdlijngebeurtenis[] => {
  const { zaak } = dossierVan(commits);
  const koppelingen = eigenKoppelingen(zaak);
  const gemeentecode = situationOf(zaak).koppeling?.gemeentecode;
  const standen = standenVan(zaak);
  return opVolgorde([
    ...[...zaak.feiten.values()]
      .filter((feit) => isVanGemeente(feit, koppelingen))
      .flatMap((feit) => vanFeit(standen, feit)),
    ...vanLbt(zaak),
    ...vanMeldingen(commits, bezorgstanden).filter(({ gegevens }) =>
      String(gegevens['partner']).startsWith(`${gemeentecode}/`),
    ),
  ]);
};
