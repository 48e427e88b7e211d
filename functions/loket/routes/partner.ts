import { NEEDED } from '../needed.ts';
import { doneOf, inboxPage, otherDoorPage } from '../pages/inbox.ts';
import { repliesPage } from '../pages/replies.ts';
import { isAfterReport } from '../pages/report.ts';
import { weekPage } from '../pages/week.ts';
import { PATHS } from '../paths.ts';
import type { SignedInReader } from '../reader.ts';
import {
  confirmSeen,
  decline,
  inboxOfReader,
  type MessageWithReply,
  readOnPage,
  repliesOfReader,
  sendAgain,
  takeUp,
  weekOfReader,
} from '../views/partner.ts';
import { type Card, cardOf } from '../words/cards.ts';
import { reportableBy } from '../words/report.ts';
import { appointmentSheet } from '../words/week.ts';
import type { LoketRoute } from './route.ts';

/** The pages of a partner. */

/** Whether somebody may report something of whom a card is about. */
const mayReportHere = ({ session, organisation }: SignedInReader): boolean =>
  session.scopes.includes(NEEDED.report) && reportableBy(organisation.eventTypes).length > 0;

/** As cards, those of which the content is kept. */
const answeredCards = (answered: readonly MessageWithReply[]): readonly Card[] =>
  answered.flatMap(({ bericht, antwoord }) => (bericht === undefined ? [] : [cardOf(bericht, antwoord)]));

export const PARTNER_ROUTES: readonly LoketRoute[] = [
  {
    method: 'GET',
    path: /^\/loket\/week$/,
    role: 'partner',
    scope: NEEDED.week,
    answer: async ({ who, needed, query }) =>
      weekPage(await weekOfReader(needed, who.organisation), who.reader, isAfterReport(query)),
  },
  {
    method: 'GET',
    path: /^\/loket\/week\/lijst\.csv$/,
    role: 'partner',
    scope: NEEDED.week,
    answer: async ({ who, needed }) => {
      const { dag, appointments } = await weekOfReader(needed, who.organisation);
      return { sheet: { name: `afspraken-${dag.datum}.csv`, text: appointmentSheet(appointments) } };
    },
  },
  {
    method: 'GET',
    path: /^\/loket\/postvak$/,
    role: 'partner',
    scope: NEEDED.inbox,
    answer: async ({ who, needed, query }) => {
      const inbox = await inboxOfReader(needed, who.organisation);
      if (!('messages' in inbox)) return otherDoorPage(inbox, who.reader);
      const { messages, answered, more } = inbox;
      const replies = new Map(answered.map(({ bericht, antwoord }) => [bericht?.id, antwoord]));
      const ready = new Set(messages.map(({ id }) => id));
      const mayReport = mayReportHere(who);
      return inboxPage(
        {
          cards: messages.map((message) => cardOf(message, replies.get(message.id))),
          answered: answeredCards(answered).filter(({ id }) => !ready.has(id)),
          mayReport,
          mayBeMailed: needed.mails !== undefined && who.session.scopes.includes(NEEDED.door),
          more,
          done: doneOf(query),
        },
        who.reader,
      );
    },
  },
  {
    method: 'GET',
    path: /^\/loket\/postvak\/antwoorden$/,
    role: 'partner',
    scope: NEEDED.inbox,
    answer: async ({ who, needed, query }) => {
      const { answered, ...pages } = await repliesOfReader(needed, who.organisation, query);
      const gone = answered.filter(({ bericht }) => bericht === undefined);
      return repliesPage(
        {
          cards: answeredCards(answered),
          gone: gone.map(({ antwoord }) => antwoord),
          mayReport: mayReportHere(who),
          ...pages,
        },
        who.reader,
      );
    },
  },
  {
    method: 'POST',
    path: /^\/loket\/postvak\/hier$/,
    role: 'partner',
    scope: NEEDED.door,
    answer: async ({ who, needed }) => {
      await readOnPage(needed, who.organisation);
      return { redirect: `${PATHS.inbox}?gedaan=hier` };
    },
  },
  {
    method: 'POST',
    path: /^\/loket\/postvak\/opnieuw$/,
    role: 'partner',
    scope: NEEDED.door,
    answer: async ({ who, needed }) => {
      await sendAgain(needed, who.organisation);
      return { redirect: `${PATHS.inbox}?gedaan=opnieuw` };
    },
  },
  {
    method: 'POST',
    path: /^\/loket\/postvak\/([0-9a-f-]{36})\/gezien$/,
    role: 'partner',
    scope: NEEDED.inbox,
    answer: async ({ who, needed, id }) => {
      await confirmSeen(needed, who.organisation, id);
      return { redirect: `${PATHS.inbox}?gedaan=gezien` };
    },
  },
  {
    method: 'POST',
    path: /^\/loket\/postvak\/([0-9a-f-]{36})\/opgepakt$/,
    role: 'partner',
    scope: NEEDED.inbox,
    answer: async ({ who, needed, id }) => {
      await takeUp(needed, who.organisation, id);
      return { redirect: `${PATHS.inbox}?gedaan=opgepakt` };
    },
  },
  {
    method: 'POST',
    path: /^\/loket\/postvak\/([0-9a-f-]{36})\/lukt-niet$/,
    role: 'partner',
    scope: NEEDED.inbox,
    answer: async ({ who, needed, id, form }) => {
      await decline(needed, who.organisation, id, form.get('reden') ?? '');
      return { redirect: `${PATHS.inbox}?gedaan=lukt-niet` };
    },
  },
];
