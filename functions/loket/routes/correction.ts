import { HerstelAanvraag } from '../../../contracts/gemeente.ts';
import { notFound, problem } from '../../shared/rest/http/problems.ts';
import { NEEDED } from '../needed.ts';
import { correctionPage, type Filled, NOT_FILLED, putRightPage, withdrawPage } from '../pages/correction.ts';
import { zaakPath } from '../paths.ts';
import { putRight, sendZaakAgain, standingOfReader, toldKey, withdraw } from '../views/correction.ts';
import { newReportId } from '../views/report.ts';
import { gemeenteOf } from './gemeente.ts';
import type { Asked, LoketRoute, Outcome } from './route.ts';

/** Putting right what stands on a zaak of the own gemeente, and having it told again. */

const MOST_FACTS = 50;
const Reason = HerstelAanvraag.shape.reden;

const pathOf = (what: string): RegExp => new RegExp(`^/loket/zaken/([0-9a-f-]{36})/${what}$`);

/** What stands on the zaak. Each of these pages shows of it, so it needs the right to read it beside its own. */
const readStanding = ({ who, needed, id }: Asked) => {
  if (!who.session.scopes.includes(NEEDED.zaken)) throw problem('geen-toegang', 'Geen recht om te lezen.');
  return standingOfReader(needed, gemeenteOf(who), id);
};

const done = (zaakId: string, what: string): Outcome => ({ redirect: `${zaakPath(zaakId)}?gedaan=${what}` });

/** The same of a zaak of the own gemeente; one that it left has nothing to put right any more. */
const readOwnStanding = async (asked: Asked) => {
  const standing = await readStanding(asked);
  if (!standing.isOwn) throw notFound();
  return standing;
};

/** Asks whether a report is to be taken back; with the id of the message that does so, does it. */
const withdrawOne = async (asked: Asked): Promise<Outcome> => {
  const { who, needed, id: zaakId, form } = asked;
  const { own } = await readOwnStanding(asked);
  const found = own.find(({ fact }) => fact.feitId === form.get('feit'));
  const id = form.get('melding');
  // A second click finds the report taken back, as the first one wanted.
  if (found === undefined && id !== null) return done(zaakId, 'al-gedaan');
  if (found === undefined) throw notFound();
  if (id === null) return withdrawPage(zaakId, found, newReportId(), who.reader);
  const faults = await withdraw(needed, gemeenteOf(who), zaakId, id, found);
  if (faults.length === 0) return done(zaakId, 'ingetrokken');
  return { refused: withdrawPage(zaakId, found, newReportId(), who.reader, faults) };
};

const filledIn = (form: URLSearchParams, known: ReadonlySet<string>): Filled => {
  const feitIds = [...new Set(form.getAll('feit'))].filter((feitId) => known.has(feitId));
  // What is pasted may hold a tab, which shows as a space.
  const reden = (form.get('reden') ?? '').trim().replaceAll(/\s+/g, ' ');
  return {
    feitIds,
    reden,
    wrong: [
      ...(feitIds.length === 0 || feitIds.length > MOST_FACTS ? (['feit'] as const) : []),
      ...(!Reason.safeParse(reden).success ? (['reden'] as const) : []),
    ],
  };
};

/** Asks whether facts are to count no more; with the id of the message that does so, does it. */
const correct = async (asked: Asked): Promise<Outcome> => {
  const { who, needed, id: zaakId, form } = asked;
  const standing = await readOwnStanding(asked);
  const filled = filledIn(form, new Set(standing.facts.map(({ feitId }) => feitId)));
  const id = form.get('herstel');
  if (id !== null && filled.feitIds.length === 0) return done(zaakId, 'al-gedaan');
  if (filled.wrong.length > 0) return { refused: correctionPage(standing, who.names, who.reader, filled) };
  if (id !== null) {
    await putRight(needed, gemeenteOf(who), zaakId, { ...filled, id });
    return done(zaakId, 'hersteld');
  }
  const facts = standing.facts.filter(({ feitId }) => filled.feitIds.includes(feitId));
  return putRightPage(zaakId, facts, { ...filled, id: newReportId() }, who.reader);
};

const sendAgain = async (asked: Asked): Promise<Outcome> => {
  const { who, needed, id: zaakId, form } = asked;
  const standing = await readStanding(asked);
  const chosen = form.get('partner') ?? '';
  if (chosen === '') {
    const filled: Filled = { ...NOT_FILLED, wrong: ['partner'] };
    return { refused: correctionPage(standing, who.names, who.reader, filled) };
  }
  const partner = standing.told.find((one) => toldKey(one) === chosen);
  if (partner === undefined) throw notFound();
  return done(zaakId, await sendZaakAgain(needed, gemeenteOf(who), partner));
};

export const CORRECTION_ROUTES: readonly LoketRoute[] = [
  {
    method: 'GET',
    path: pathOf('rechtzetten'),
    role: 'gemeente',
    // Each part of the page has a right of its own.
    scope: NEEDED.zaken,
    // A gemeente that the zaak left may read it for a while, and send its own partners again what they miss.
    answer: async (asked) => correctionPage(await readStanding(asked), asked.who.names, asked.who.reader),
  },
  {
    method: 'POST',
    path: pathOf('rechtzetten'),
    role: 'gemeente',
    scope: NEEDED.report,
    answer: correct,
  },
  {
    method: 'POST',
    path: pathOf('intrekken'),
    role: 'gemeente',
    scope: NEEDED.report,
    answer: withdrawOne,
  },
  {
    method: 'POST',
    path: pathOf('opnieuw'),
    role: 'gemeente',
    scope: NEEDED.door,
    answer: sendAgain,
  },
];
