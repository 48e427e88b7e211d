import { nameOfType } from '../../contracts/hub-type.ts';
import { duoCode } from '../duo/codes.ts';
import { meaningOf, nameOfCode } from '../duo/meanings.ts';
import { type DuoOrder, dayInOrder, isPipOrder, isUitslagOrder, overOf } from '../duomeldingen/orders.ts';
import { missingForPartners } from '../partners/needed.ts';
import { idsPutRight } from '../pip/reports.ts';
import { type MissingBefore, missingBefore } from '../routemap/before.ts';
import { type ReportStatus, reportStatuses } from '../routemap/reports.ts';
import { namedAnswers } from './answers.ts';
import type { Residence } from './brp.ts';
import {
  type DuoFeit,
  type DuoMeldingFeit,
  type Feit,
  isReported,
  type KoppelingFeit,
  type MeldingFeit,
  type OverlijdenFeit,
} from './feiten.ts';
import { type CurrentKoppeling, firstVersions, isAfter, perKoppeling } from './koppelingen.ts';
import { withResultaten } from './lbt.ts';
import { situationOf } from './situation.ts';
import type { Zaak } from './zaak.ts';

/** What each fact of a zaak says on its timeline. Who sees which, and in what order, stands in `tijdlijn.ts`. */

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
export const when = <Data extends object>(where: boolean, data: Data): Partial<Data> => (where ? data : {});

/** Who reported what a source knows: the source itself, or the gemeente that typed it over. */
const reporterOf = <Source extends TijdlijnEvent['bron']>(feit: Feit, source: Source): Source | 'gemeente' =>
  isReported(feit) ? 'gemeente' : source;

/** What the BRP says about its own data. */
const noted = ({ gegevens: { geheimhouding, inOnderzoek } }: Residence | OverlijdenFeit) => ({
  ...when(geheimhouding !== undefined, { geheimhouding }),
  ...when((inOnderzoek ?? []).length > 0, { inOnderzoek }),
});

const fromDuo = (feit: DuoFeit): TijdlijnEvent => {
  const code = feit.notificatie.gebeurtenisId;
  const { oordeel } = duoCode(code);
  const { examennummer: examen, ...answers } = namedAnswers(feit.antwoorden);
  return {
    naam: nameOfCode(code),
    tijdstip: feit.tijdstip,
    bron: 'duo',
    gegevens: {
      code,
      betekenis: meaningOf(code),
      ...when(oordeel !== undefined, { oordeel }),
      ...answers,
      ...when(examen !== undefined, { examennummer: examen?.examennummer }),
    },
  };
};

/** Which facts still hold, worked out once for the whole timeline. */
interface Entries {
  /** Each koppeling as its latest version has it. */
  readonly latest: ReadonlyMap<string, CurrentKoppeling>;
  /** The first version of each koppeling that names this person; one that does not name them ends nothing before it. */
  readonly firstVersions: ReadonlyMap<string, KoppelingFeit>;
  readonly valid: ReadonlySet<Feit>;
  readonly vestigingen: ReadonlySet<Feit>;
  readonly reports: ReadonlyMap<string, ReportStatus>;
  readonly missing: MissingBefore;
  /** What told the results of the leerbaarheidstoets that stand on lines of their own. */
  readonly uitslagen: ReadonlySet<Feit>;
}

/** Which facts of a zaak hold, for every entry of its timeline. */
export const entriesOf = (zaak: Zaak): Entries => {
  const { valid, vestigingen, belonging } = situationOf(zaak);
  const mistaken = idsPutRight(zaak.meldingen, belonging.begins);
  return {
    latest: new Map(perKoppeling(zaak).map((current) => [current.feit.koppeling.koppelingId, current])),
    firstVersions: firstVersions(zaak),
    valid: new Set<Feit>([...valid.inschrijvingen, ...valid.verhuizingen, ...valid.overlijden]),
    vestigingen: new Set<Feit>(vestigingen),
    reports: new Map([
      ...reportStatuses(zaak.meldingen),
      ...mistaken.map((feitId) => [feitId, 'vervangen'] as const),
    ]),
    missing: missingBefore(zaak),
    uitslagen: new Set<Feit>(withResultaten(zaak)),
  };
};

const fromMelding = (
  { reports, missing }: Entries,
  { feitId, melding, tijdstip, gemeldDoor, antwoorden, datum, routemap, pip }: MeldingFeit,
): TijdlijnEvent => {
  const status = reports.get(feitId);
  const ontbreektVooraf = missing.get(feitId);
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
      ...routemap,
      ...when(ontbreektVooraf !== undefined, { ontbreektVooraf }),
      ...pip,
      ...when(status !== undefined, { status }),
    },
  };
};

const NAME_OF_STEP = {
  voorgenomen: 'aan-duo-gemeld',
  bevestigd: 'duo-bevestigt',
  geweigerd: 'duo-weigert',
  'niet gedaan': 'aan-duo-niet-gemeld',
} as const satisfies Readonly<Record<DuoMeldingFeit['stap'], string>>;

const NAME_OF_ANSWER = {
  ...NAME_OF_STEP,
  bevestigd: 'duo-geeft-uitslag',
  'niet gedaan': 'duo-heeft-geen-uitslag',
} as const;

/** What DUO is told, as the timeline names it. */
export const namedIn = (order: DuoOrder) => ({
  over: overOf(order),
  handeling: order.handeling,
  [isPipOrder(order) ? 'dagtekening' : 'datum']: dayInOrder(order),
});

const fromDuoMelding = ({ stap, tijdstip, nummer, opdracht, redenen }: DuoMeldingFeit): TijdlijnEvent => ({
  naam: (isUitslagOrder(opdracht) ? NAME_OF_ANSWER : NAME_OF_STEP)[stap],
  tijdstip,
  bron: 'hub',
  gegevens: {
    ...namedIn(opdracht),
    nummer,
    ...when(redenen !== undefined, { redenen }),
  },
});

/** How what a version of a koppeling says stands: a later one can say something else, leave the person out, or withdraw it all. */
const standingOf = (latest: CurrentKoppeling | undefined, versie: number): ReportStatus => {
  if (latest?.feit.koppeling.versie !== versie) return 'vervangen';
  if (latest.end === undefined) return 'geldig';
  return latest.end.oorzaakVerval === 'ingetrokken' ? 'ingetrokken' : 'vervangen';
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

/** The line of a fact, if it has one. */
export const fromFeit = (entries: Entries, feit: Feit): readonly TijdlijnEvent[] => {
  const { tijdstip } = feit;
  const status = entries.valid.has(feit) ? 'geldig' : 'vervangen';
  switch (feit.soort) {
    case 'koppeling': {
      const missing = missingForPartners(feit.persoon);
      const { koppelingId, versie, gemeentecode, datumKoppeling } = feit.koppeling;
      return [
        {
          naam: `koppeling-${feit.handeling}`,
          tijdstip,
          bron: reporterOf(feit, 'coa'),
          gegevens: {
            koppelingId,
            versie,
            gemeentecode,
            datumKoppeling,
            ...when(feit.koppeling.verblijfplaatsAzc !== undefined, {
              verblijfplaatsAzc: feit.koppeling.verblijfplaatsAzc?.naam,
            }),
            ...when((feit.koppeling.woningeis ?? []).length > 0, { woningeis: feit.koppeling.woningeis }),
            ...when(missing.length > 0, { ontbreekt: missing }),
            status: standingOf(entries.latest.get(koppelingId), versie),
          },
        },
      ];
    }
    case 'koppeling-vervallen': {
      const first = entries.firstVersions.get(feit.koppelingId);
      if (first !== undefined && !isAfter(feit, first)) return [];
      return [
        {
          naam: feit.oorzaakVerval === 'ingetrokken' ? 'koppeling-ingetrokken' : 'koppeling-gewijzigd',
          tijdstip,
          bron: reporterOf(feit, 'coa'),
          gegevens: {
            koppelingId: feit.koppelingId,
            versie: feit.versie,
            reden: feit.reden,
            ...when(feit.oorzaakVerval === 'niet meer in huishouden', { huishouden: feit.oorzaakVerval }),
          },
        },
      ];
    }
    case 'brp-inschrijving': {
      const { soort, gemeentecode, datumInschrijving } = feit.gegevens;
      const gegevens = { soort, gemeentecode, datumInschrijving, ...fromResidence(entries, feit), status };
      const bron = reporterOf(feit, 'brp');
      return [{ naam: 'brp-inschrijving-ontvangen', tijdstip, bron, gegevens }];
    }
    case 'brp-verhuizing': {
      const { gemeentecode, datumVerhuizing } = feit.gegevens;
      const gegevens = { gemeentecode, datumVerhuizing, ...fromResidence(entries, feit), status };
      return [{ naam: 'brp-adres-gewijzigd', tijdstip, bron: reporterOf(feit, 'brp'), gegevens }];
    }
    case 'brp-overlijden':
      return [
        {
          naam: 'overlijden-ontvangen',
          tijdstip,
          bron: reporterOf(feit, 'brp'),
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
      return entries.uitslagen.has(feit) ? [] : [fromMelding(entries, feit)];
    case 'regisseur':
      return [{ naam: 'regievoerder-toegewezen', tijdstip, bron: 'gemeente', gegevens: feit.gegevens }];
    case 'herstel':
      return [
        {
          naam: 'feit-hersteld',
          tijdstip,
          bron: feit.door ?? 'gemeente',
          gegevens: {
            reden: feit.reden,
            ...when(feit.vervalt.length > 0, { vervalt: feit.vervalt }),
            ...when(feit.bsn !== undefined, { veld: 'bsn' }),
          },
        },
      ];
    case 'duo-melding':
      return [fromDuoMelding(feit)];
    case 'huishouden-stand':
      return [
        {
          naam: 'huishouden-gewijzigd',
          tijdstip,
          bron: 'hub',
          gegevens: {
            ...feit.huishouden,
            ...when(feit.woning !== undefined, { woningAkkoord: feit.woning?.akkoord }),
          },
        },
      ];
    case 'huishouden-lid':
    case 'bsn':
    case 'wacht':
      return [];
  }
};
