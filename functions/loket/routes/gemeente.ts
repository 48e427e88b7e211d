import type { Gemeente } from '../../../domain/organisations.ts';
import { notFound } from '../../shared/rest/http/problems.ts';
import { NEEDED } from '../needed.ts';
import { zaakDoneOf } from '../pages/correction.ts';
import { dayDoneOf, dayPage, dayPartPage } from '../pages/day.ts';
import { figuresPage } from '../pages/figures.ts';
import { partnersDoneOf, partnersPage } from '../pages/partners.ts';
import { zaakPage } from '../pages/zaak.ts';
import { searchPage } from '../pages/zaken.ts';
import { zakenPage } from '../pages/zaken-list.ts';
import { PATHS } from '../paths.ts';
import type { SignedInReader } from '../reader.ts';
import {
  dayOfReader,
  figuresOfReader,
  letIn,
  letReadOnPage,
  partnersOfReader,
  search,
  settle,
  shutOut,
  zaakOfReader,
} from '../views/gemeente.ts';
import { pipTermijnOf, zakenOfReader } from '../views/zaken.ts';
import type { LoketRoute } from './route.ts';

/** The pages of Team Inburgering. */

/** The gemeente of who is signed in. Throws 404 for anybody else. */
export const gemeenteOf = ({ organisation }: SignedInReader): Gemeente => {
  if (organisation.rol !== 'gemeente') throw notFound();
  return organisation;
};

export const GEMEENTE_ROUTES: readonly LoketRoute[] = [
  {
    method: 'GET',
    path: /^\/loket\/vandaag$/,
    role: 'gemeente',
    scope: NEEDED.day,
    answer: async ({ who, needed, query }) =>
      dayPage(await dayOfReader(needed, who.organisation), who.names, who.reader, {
        done: dayDoneOf(query),
        pip: pipTermijnOf(gemeenteOf(who)),
      }),
  },
  {
    method: 'POST',
    path: /^\/loket\/vandaag\/([0-9a-f-]{36})\/afgehandeld$/,
    role: 'gemeente',
    scope: NEEDED.inbox,
    answer: async ({ who, needed, id, form }) => {
      const [partner, sinds] = (form.get('gezien') ?? '').split(' ');
      // A page of before it said what it showed: it is shown anew.
      if (partner === undefined || sinds === undefined) return { redirect: `${PATHS.day}?gedaan=anders` };
      const seen = { berichtId: id, partner, sinds };
      return { redirect: `${PATHS.day}?gedaan=${await settle(needed, who.organisation, seen)}` };
    },
  },
  {
    method: 'GET',
    path: /^\/loket\/vandaag\/([a-z-]{1,60})$/,
    role: 'gemeente',
    scope: NEEDED.day,
    answer: async ({ who, needed, id }) => {
      const page = dayPartPage(await dayOfReader(needed, who.organisation), id, who.names, who.reader);
      if (page === undefined) throw notFound();
      return page;
    },
  },
  {
    method: 'GET',
    path: /^\/loket\/zaken$/,
    role: 'gemeente',
    scope: NEEDED.zaken,
    answer: async ({ who, needed, query }) => {
      const gemeente = gemeenteOf(who);
      return zakenPage(await zakenOfReader(needed, gemeente, query), pipTermijnOf(gemeente), who.reader);
    },
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
    answer: async ({ who, needed, id, query }) =>
      zaakPage(await zaakOfReader(needed, gemeenteOf(who), id), who.names, who.reader, zaakDoneOf(query)),
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
    method: 'POST',
    path: /^\/loket\/partners\/([a-z][a-z0-9-]{0,39})\/hier$/,
    role: 'gemeente',
    scope: NEEDED.door,
    answer: async ({ who, needed, id }) => {
      await letReadOnPage(needed, who.organisation, id);
      return { redirect: `${PATHS.partners}?gedaan=hier` };
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
];
