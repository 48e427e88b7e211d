import type { Gemeente, Scope } from '../../domain/organisations.ts';
import { notFound } from '../api/http/problems.ts';
import type { LoketDependencies } from './dependencies.ts';
import { dayPage } from './pages/day.ts';
import { figuresPage } from './pages/figures.ts';
import { doneOf, inboxPage, otherDoorPage } from './pages/inbox.ts';
import type { Page, Reader } from './pages/layout.ts';
import { partnersDoneOf, partnersPage } from './pages/partners.ts';
import { weekPage } from './pages/week.ts';
import { zaakPage } from './pages/zaak.ts';
import { searchPage } from './pages/zaken.ts';
import { PATHS } from './paths.ts';
import type { SignedInReader } from './reader.ts';
import { NEEDED } from './views/ask.ts';
import {
  dayOfReader,
  figuresOfReader,
  letIn,
  partnersOfReader,
  search,
  shutOut,
  zaakOfReader,
} from './views/gemeente.ts';
import { confirmSeen, inboxOfReader, readOnPage, sendAgain, weekOfReader } from './views/partner.ts';
import { cardOf } from './words/cards.ts';
import { appointmentSheet } from './words/week.ts';

/** The pages of who is signed in, as data: what each needs, and for whom it is. For anybody else it does not exist. */

/** What a page is asked with. */
export interface Asked {
  readonly who: SignedInReader;
  readonly needed: LoketDependencies;
  /** The part of the path that names what it is about. */
  readonly id: string;
  readonly query: Readonly<Record<string, string>>;
  /** The fields of a form; empty for a GET. */
  readonly form: URLSearchParams;
}

/** A file to keep, with the name that it is kept under. */
export interface Sheet {
  readonly name: string;
  readonly text: string;
}

/** A page, where to go from here, or a file. */
export type Outcome = Page | { readonly redirect: string } | { readonly sheet: Sheet };

const gemeenteOf = ({ organisation }: SignedInReader): Gemeente => {
  if (organisation.rol !== 'gemeente') throw notFound();
  return organisation;
};

export interface LoketRoute {
  readonly method: 'GET' | 'POST';
  /** Matches the whole path below the base path, with what it is about in brackets. */
  readonly path: RegExp;
  readonly role: Reader['rol'];
  readonly scope: Scope;
  readonly answer: (asked: Asked) => Promise<Outcome>;
}

export const LOKET_ROUTES: readonly LoketRoute[] = [
  {
    method: 'GET',
    path: /^\/loket\/vandaag$/,
    role: 'gemeente',
    scope: NEEDED.day,
    answer: async ({ who, needed }) =>
      dayPage(await dayOfReader(needed, who.organisation), who.names, who.reader),
  },
  {
    method: 'GET',
    path: /^\/loket\/zaken$/,
    role: 'gemeente',
    scope: NEEDED.zaken,
    answer: async ({ who }) => searchPage(who.reader),
  },
  {
    method: 'POST',
    path: /^\/loket\/zaken$/,
    role: 'gemeente',
    scope: NEEDED.zaken,
    answer: async ({ who, needed, form }) =>
      searchPage(who.reader, await search(needed, who.organisation, form.get('nummer') ?? '')),
  },
  {
    method: 'GET',
    path: /^\/loket\/zaken\/([0-9a-f-]{36})$/,
    role: 'gemeente',
    scope: NEEDED.zaken,
    answer: async ({ who, needed, id }) =>
      zaakPage(await zaakOfReader(needed, who.organisation, id), who.names, who.reader),
  },
  {
    method: 'GET',
    path: /^\/loket\/partners$/,
    role: 'gemeente',
    scope: NEEDED.door,
    answer: async ({ who, needed, query }) =>
      partnersPage(
        await partnersOfReader(needed, gemeenteOf(who)),
        who.names,
        who.reader,
        partnersDoneOf(query),
      ),
  },
  {
    method: 'POST',
    path: /^\/loket\/partners\/stilzetten$/,
    role: 'gemeente',
    scope: NEEDED.door,
    answer: async ({ who, needed, form }) => {
      await shutOut(needed, who.organisation, form.get('partner') ?? '', form.get('reden') ?? '');
      return { redirect: `${PATHS.partners}?gedaan=stil` };
    },
  },
  {
    method: 'POST',
    path: /^\/loket\/partners\/([a-z][a-z0-9-]{0,39})\/toelaten$/,
    role: 'gemeente',
    scope: NEEDED.door,
    answer: async ({ who, needed, id }) => {
      await letIn(needed, who.organisation, id);
      return { redirect: `${PATHS.partners}?gedaan=weer` };
    },
  },
  {
    method: 'GET',
    path: /^\/loket\/cijfers$/,
    role: 'gemeente',
    scope: NEEDED.figures,
    answer: async ({ who, needed }) =>
      figuresPage(await figuresOfReader(needed, gemeenteOf(who)), who.reader),
  },
  {
    method: 'GET',
    path: /^\/loket\/week$/,
    role: 'partner',
    scope: NEEDED.week,
    answer: async ({ who, needed }) => weekPage(await weekOfReader(needed, who.organisation), who.reader),
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
      const { messages, more } = inbox;
      return inboxPage({ cards: messages.map(cardOf), more, done: doneOf(query) }, who.reader);
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
];
