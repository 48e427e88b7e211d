import type { StartGebeurtenis } from '../../contracts/gemeente-profile.ts';
import { NO_END } from '../../contracts/years.ts';
import { gemeenteOfDoel } from '../duo/doel.ts';
import { bounds, daySaid, plus } from '../termijnen/calendar.ts';
import type { Ground, Start } from '../termijnen/termijnen.ts';
import { latestAnswers } from './answers.ts';
import { dateOfResidence, isDateInOnderzoek, type Residence } from './brp.ts';
import { type DuoFeit, type Feit, type MeldingFeit, onMoment } from './feiten.ts';
import { firstPip, inburgeringstermijnIn, pipOfTermijn } from './pip.ts';
import { plichtIn, plichtReported } from './plicht.ts';
import type { Situation } from './situation.ts';
import { stayOf } from './termijn-ends.ts';
import type { Zaak } from './zaak.ts';

/** What the facts say about the start of terms. It follows from the whole set of facts, never from the order of arrival. */

type StartOf = (zaak: Zaak, situation: Situation) => Start | undefined;

const ground = ({ feitId }: Feit, gebeurtenis: string, datum: string): Ground => ({
  gebeurtenis,
  datum,
  feitId,
});

/** The ground in a notification that gives no day: the day on which DUO told it. */
const groundSaid = (feit: DuoFeit | MeldingFeit | undefined, gebeurtenis: string): Ground | undefined =>
  feit && ground(feit, gebeurtenis, daySaid(feit));

/** A start on one certain day. */
const certain = (one: Ground): Start => ({
  gebeurtenis: one.gebeurtenis,
  first: one.datum,
  latest: one.datum,
  grounds: [one],
});

const IN_ONDERZOEK = 'de BRP heeft de datum in onderzoek';

/** The day on which the person settled in the gemeente, as the BRP has it. */
const settled = (feit: Residence): Start => {
  const datum = dateOfResidence(feit);
  const { first, latest } = bounds(datum);
  return {
    gebeurtenis: 'brp-inschrijving-ontvangen',
    first,
    ...(isDateInOnderzoek(feit) ? { onzekerDoor: IN_ONDERZOEK } : { latest }),
    grounds: [ground(feit, 'brp-inschrijving-ontvangen', datum)],
  };
};

const codeOf = ({ notificatie }: DuoFeit): string => notificatie.gebeurtenisId;

const isEnd = (feit: DuoFeit): boolean => (plichtIn(feit) ?? 'geldt') !== 'geldt';

/**
 * The last that DUO's facts say of a start. The facts are taken in pieces between two ends of the plicht, because an end belongs to
 * what it ended. What DUO did not say anew since an end keeps counting, so that the end of a plicht changes nothing of what was
 * before it.
 */
const saidLast = (
  told: readonly DuoFeit[],
  said: (told: readonly DuoFeit[], end: DuoFeit | undefined) => Ground | undefined,
): Ground | undefined => {
  if (told.length === 0) return undefined;
  const begin = told.slice(0, -1).findLastIndex(isEnd) + 1;
  return said(told.slice(begin), told[begin - 1]) ?? saidLast(told.slice(0, begin), said);
};

const kennisgevingIn = (feit: DuoFeit | MeldingFeit): string | undefined =>
  feit.antwoorden.inburgeringsplicht?.datumKennisgevingInburgeringsplicht;

const KENNISGEVING = 'inburgeringsplicht-vastgesteld';

/** Codes by which DUO makes the plicht known. When its answer has no date, the day of the notification counts. */
const MAKE_KNOWN: ReadonlySet<string> = new Set(['SS101', 'SS128', 'SS139']);

/** The date in the newest of these facts that has one. */
const dated = (inOrder: readonly (DuoFeit | MeldingFeit)[]): Ground | undefined => {
  const newest = inOrder.findLast((feit) => kennisgevingIn(feit) !== undefined);
  const datum = newest && kennisgevingIn(newest);
  return newest && datum ? ground(newest, KENNISGEVING, datum) : undefined;
};

/**
 * The kennisgeving of the plicht that holds, or held last, by the newest answer of DUO that dates it. SS139 is about the ten weeks,
 * so it dates the kennisgeving only when nothing else does. As long as DUO gives no day of its own, the day counts that a gemeente
 * read in its portal since the end of the plicht before: the day on which DUO made the plicht known only says that it was known by
 * then.
 */
const kennisgevingOf = ({ duo, meldingen }: Zaak): Ground | undefined => {
  const read = meldingen.filter((feit) => plichtReported(feit) === 'geldt').toSorted(onMoment);
  const said = saidLast(duo.toSorted(onMoment), (told, end) => {
    const madeKnown = told.find((feit) => MAKE_KNOWN.has(codeOf(feit)));
    const readSince = end === undefined ? read : read.filter((feit) => onMoment(feit, end) > 0);
    return (
      dated(told.filter((feit) => codeOf(feit) !== 'SS139')) ??
      dated(told) ??
      (madeKnown && (dated(readSince) ?? groundSaid(madeKnown, KENNISGEVING)))
    );
  });
  return said ?? dated(read);
};

const RESUMPTION = 'inburgeringsplicht-hervat';

/**
 * The day after the last day of the latest temporary exemption that was over on `day`, by DUO's newest answer (`einddatum` is
 * inclusive). Undefined when that exemption was over before `since`, because then it is another one.
 */
const exemptUntil = (zaak: Zaak, day: string, since: string): string | undefined => {
  const [latest] = (latestAnswers(zaak).vrijstellingen ?? [])
    .flatMap(({ TijdelijkeVrijstelling: one }) => (one?.oordeel === 'Toekenning' ? [one] : []))
    .filter(({ startdatum = '' }) => startdatum <= day)
    .toSorted((one, other) => (other.startdatum ?? '').localeCompare(one.startdatum ?? ''));
  const { einddatum } = latest ?? {};
  return einddatum !== undefined && since <= einddatum && einddatum < day
    ? plus(einddatum, 'P1D')
    : undefined;
};

/**
 * The day on which a temporary exemption ended without a PIP (SS129), so that the ten weeks begin anew. An exemption ends once:
 * when DUO says it again, the day of the notification counts only when its answer names no earlier day.
 */
const resumedByDuo = (zaak: Zaak): Ground | undefined => {
  const inOrder = zaak.duo.toSorted(onMoment);
  return saidLast(inOrder, (told, end) => {
    const said = groundSaid(
      told.find((feit) => codeOf(feit) === 'SS129'),
      RESUMPTION,
    );
    const held = end && inOrder.findLast((feit) => plichtIn(feit) === 'geldt' && onMoment(feit, end) < 0);
    return said && { ...said, datum: exemptUntil(zaak, said.datum, held ? daySaid(held) : '') ?? said.datum };
  });
};

/**
 * The same, as a gemeente read it in DUO's portal before DUO itself told of the plicht. The portal does not tell SS129 from SS130,
 * and an exemption that ended with a PIP begins nothing.
 */
const resumedByReport = (zaak: Zaak): Ground | undefined => {
  const [first] = zaak.duo.filter((feit) => plichtIn(feit) !== undefined).toSorted(onMoment);
  const read = zaak.meldingen
    .filter(
      (feit) => plichtReported(feit) !== undefined && (first === undefined || onMoment(feit, first) < 0),
    )
    .toSorted(onMoment);
  const resumption = groundSaid(
    read.findLast((feit, place) => {
      const before = read[place - 1];
      return plichtReported(feit) === 'geldt' && before && plichtReported(before) === 'tijdelijk vrijgesteld';
    }),
    RESUMPTION,
  );
  const pip = firstPip(zaak)?.datum;
  return resumption && (pip === undefined || pip >= resumption.datum) ? resumption : undefined;
};

/** Codes by which DUO says that the person settled in the gemeente. They name no day: it was before DUO told it. */
const SETTLED_BY_DUO: ReadonlySet<string> = new Set(['SS120', 'SS121', 'SS139']);

/** The last notification of settling in this stay, addressed to the gemeente of the zaak or to the hub. */
const lastSettling = ({ duo }: Pick<Zaak, 'duo'>, situation: Situation): DuoFeit | undefined => {
  const { gemeentecode, since } = stayOf(situation);
  const isHere = ({ doel }: DuoFeit): boolean => (gemeenteOfDoel(doel) ?? gemeentecode) === gemeentecode;
  return duo
    .filter((feit) => SETTLED_BY_DUO.has(codeOf(feit)) && isHere(feit) && daySaid(feit) >= since)
    .toSorted(onMoment)
    .at(-1);
};

/** Whether DUO says that somebody settled in the gemeente. */
export const isSettledByDuo = (zaak: Pick<Zaak, 'duo'>, situation: Situation): boolean =>
  lastSettling(zaak, situation) !== undefined;

const settledByDuo = (zaak: Zaak, situation: Situation): Start | undefined => {
  const said = groundSaid(lastSettling(zaak, situation), 'pip-termijn-gestart');
  return (
    said && {
      gebeurtenis: said.gebeurtenis,
      first: said.datum,
      onzekerDoor: 'de BRP heeft de vestiging nog niet gemeld',
      grounds: [said],
    }
  );
};

const KNOWN_LATER =
  'Besluit inburgering 2021 art. 5.3: wie al ingeschreven staat, telt vanaf de kennisgeving (TL01)';
const RESUMED = 'DUO, SS129: na een tijdelijke vrijstelling beginnen de tien weken opnieuw';

/** The later of a start and a certain day. When the start can lie on either side of that day, it is from that day on. */
const laterOf = (start: Start, other: Ground | undefined, regel: string): Start => {
  if (other === undefined) return start;
  const grounds = [...start.grounds, other];
  if (other.datum <= start.first) return { ...start, grounds };
  const isCertain = start.latest !== undefined && start.latest <= other.datum;
  return {
    ...start,
    gebeurtenis: other.gebeurtenis,
    first: other.datum,
    ...(isCertain && { latest: other.datum }),
    regel,
    grounds,
  };
};

/**
 * The ten weeks for the PIP begin on the later of settling in the gemeente and the kennisgeving of the plicht (Besluit
 * inburgering 2021 art. 5.3; TL01), and anew when a temporary exemption ends.
 */
const pipTermijn: StartOf = (zaak, situation) => {
  const { vestiging } = situation;
  const settledOn = vestiging === undefined ? settledByDuo(zaak, situation) : settled(vestiging);
  if (settledOn === undefined) return undefined;
  const known = laterOf(settledOn, kennisgevingOf(zaak), KNOWN_LATER);
  return laterOf(known, resumedByDuo(zaak) ?? resumedByReport(zaak), RESUMED);
};

/** The start is the day before the first day of the inburgeringstermijn, which is the dagtekening of the first PIP. */
const inburgeringstermijn: StartOf = (zaak) => {
  const pip = pipOfTermijn(zaak);
  if (pip === undefined) return undefined;
  const found = inburgeringstermijnIn(zaak);
  return {
    ...certain(pip),
    gebeurtenis: 'inburgeringstermijn-gestart',
    ...(found && found.answer.einddatum !== NO_END && { lastDay: plus(found.answer.einddatum, '-P1D') }),
  };
};

/** Every start event of a profile is here. */
const STARTS: Readonly<Record<StartGebeurtenis, StartOf>> = {
  'brp-inschrijving-ontvangen': (_zaak, { vestiging }) => vestiging && settled(vestiging),
  'koppeling-geregistreerd': (_zaak, { koppeling, belonging }) =>
    koppeling?.feit.koppeling.gemeentecode === belonging.current?.gemeentecode && koppeling !== undefined
      ? certain(ground(koppeling.feit, 'koppeling-geregistreerd', koppeling.feit.koppeling.datumKoppeling))
      : undefined,
  'pip-termijn-gestart': pipTermijn,
  'pip-vastgesteld': (zaak) => {
    const pip = pipOfTermijn(zaak);
    return pip && certain(pip);
  },
  'inburgeringstermijn-gestart': inburgeringstermijn,
};

/** The start of a term of this zaak, by its start event. */
export const startOf =
  (zaak: Zaak, situation: Situation) =>
  (gebeurtenis: StartGebeurtenis): Start | undefined =>
    STARTS[gebeurtenis](zaak, situation);
