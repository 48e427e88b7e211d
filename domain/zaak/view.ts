import type { Zaak as ZaakView } from '../../contracts/api.ts';
import type { ReasonIntrekking } from '../../contracts/reasons.ts';
import type { Termijnen, TermijnStatus } from '../../contracts/termijnen.ts';
import { known } from '../known.ts';
import { missingIn } from '../partners/projection.ts';
import { standingReport } from '../routemap/reports.ts';
import { explanationOf } from '../termijnen/explanation.ts';
import { statusOn, type Termijn } from '../termijnen/termijnen.ts';
import { latestAnswers } from './answers.ts';
import { dateOfResidence } from './brp.ts';
import type { CurrentKoppeling } from './koppelingen.ts';
import { lbtResultaten } from './lbt.ts';
import type { Personalia } from './personalia.ts';
import { regisseurOn } from './regisseur.ts';
import { contradictionsSeen } from './seen.ts';
import { type Situation, situationOf } from './situation.ts';
import { stayOf } from './termijn-ends.ts';
import { derivedTermijnenOf, termijnenOf } from './termijnen.ts';
import type { Zaak } from './zaak.ts';

/** Since when and why no term of a zaak runs any more for a gemeente that handed the zaak over. */
interface HandedOver {
  readonly reden: ReasonIntrekking;
  readonly op: string;
}

type ShownTermijn = Termijn & { readonly stand: TermijnStatus };

const shownOn =
  (today: string, over?: HandedOver) =>
  (termijn: Termijn): ShownTermijn => {
    // A term of which the last day was over by then had passed: leaving does not change that.
    const stops = over !== undefined && (termijn.einddatumUiterlijk ?? termijn.einddatum) >= over.op;
    const seen = stops ? { gestopt: over.reden, ...termijn } : termijn;
    return { ...seen, stand: statusOn(seen, today) };
  };

/**
 * The terms of a zaak, each with how it stands on a day (`YYYY-MM-DD`). `gestopt` is for a gemeente that handed the zaak over: why
 * none of them runs any more.
 */
export const termijnenAt = (zaak: Zaak, today: string, gestopt?: HandedOver): readonly ShownTermijn[] =>
  termijnenOf(zaak).map(shownOn(today, gestopt));

/** The terms of a zaak as `termijnenAt` gives them, each with the facts and the rule it follows from, and what would change it. */
export const explainedTermijnenAt = (
  zaak: Zaak,
  today: string,
  gestopt?: HandedOver,
): Termijnen['termijnen'] =>
  derivedTermijnenOf(zaak).map((derived) => {
    const termijn = shownOn(today, gestopt)(derived.termijn);
    return { ...termijn, uitleg: explanationOf({ ...derived, termijn }) };
  });

/**
 * What the gemeente of a zaak sees of it on a day (`YYYY-MM-DD`), and a gemeente that handed it over (`gestopt`). BSN, V-nummer and
 * nationaliteit are left out: the gemeente searches with the numbers and does not need them back.
 */
export const zaakData = (zaak: Zaak, today: string, gestopt?: HandedOver): ZaakView['gegevens'] => {
  const situation = situationOf(zaak);
  const {
    koppeling,
    persoon,
    huishouden,
    huishoudenId,
    redenVervallen,
    isOverleden,
    vestiging,
    woonadres,
    isGeheim,
    gemeentecode,
  } = situation;
  const ownKoppeling = koppeling?.feit.koppeling.gemeentecode === gemeentecode ? koppeling : undefined;
  const own = known({
    persoon: persoon && personaliaFor(persoon),
    huishouden: known({ huishoudenId, ...huishouden }),
    regisseur: regisseurOn(zaak, gemeentecode, today),
    koppeling: ownKoppeling && koppelingData(ownKoppeling, !hasLeftAzc(zaak, situation)),
    redenVervallen,
    overleden: isOverleden ? true : undefined,
    inschrijving:
      vestiging &&
      known({
        datumInschrijving: dateOfResidence(vestiging),
        inOnderzoek: vestiging.gegevens.inOnderzoek,
      }),
    adres: woonadres,
    geheimhouding: isGeheim ? true : undefined,
    leerbaarheidstoets: lbtResultaten(zaak).find(({ status }) => status === 'geldig'),
    tegenspraken: tegensprakenOf(zaak, gemeentecode),
    wachtOpGegevens: missingIn(zaak),
    termijnen: termijnenAt(zaak, today, gestopt),
  });
  return { ...own, ...latestAnswers(zaak) };
};

/** Absent when the sources and the gemeente agree. */
const tegensprakenOf = (zaak: Zaak, gemeentecode: string | undefined) => {
  const found = contradictionsSeen(zaak, gemeentecode);
  return found.length === 0 ? undefined : found;
};

const personaliaFor = ({ nationaliteit: _, ...persoon }: Personalia) => persoon;

/** Whether the person left the azc: they live in the gemeente, or COA confirmed that they left (R05.T2). */
const hasLeftAzc = (zaak: Zaak, situation: Situation): boolean =>
  situation.vestiging !== undefined ||
  standingReport(zaak.meldingen, stayOf(situation), 'azc-uitstroom-bevestigd') !== undefined;

const koppelingData = (
  { feit: { koppeling } }: CurrentKoppeling,
  isAtAzc: boolean,
): Record<string, unknown> => ({
  koppelingId: koppeling.koppelingId,
  versie: koppeling.versie,
  datumKoppeling: koppeling.datumKoppeling,
  woningeis: koppeling.woningeis ?? [],
  ...known({
    verblijfplaatsAzc: isAtAzc ? koppeling.verblijfplaatsAzc : undefined,
    contactpersoonCoa: koppeling.contactpersoonCoa,
  }),
});
