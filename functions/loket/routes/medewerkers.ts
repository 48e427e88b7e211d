import { findOrganisation, organisationKeysOf } from '../../../domain/organisations.ts';
import { notFound } from '../../shared/rest/http/problems.ts';
import { NEEDED } from '../needed.ts';
import type { Page } from '../pages/layout.ts';
import {
  type MedewerkersPage,
  medewerkersDoneOf,
  medewerkersPage,
  type OrganisationNames,
} from '../pages/medewerkers.ts';
import { PATHS } from '../paths.ts';
import type { SignedInReader } from '../reader.ts';
import {
  addMedewerker,
  type Beheerder,
  endMedewerker,
  type Invited,
  medewerkersOfReader,
  sendLinkTo,
} from '../views/medewerkers.ts';
import type { Asked, LoketRoute } from './route.ts';

/** The pages of a beheerder of a gemeente: who may speak for it and its partners. */

const beheerderOf = ({ organisation }: SignedInReader): Beheerder => {
  if (organisation.rol !== 'gemeente') throw notFound();
  return organisation;
};

const namesOf = ({ gemeentecode }: Beheerder): OrganisationNames =>
  new Map([...organisationKeysOf(gemeentecode)].map((key) => [key, findOrganisation(key)?.naam ?? key]));

const pageOf = async (
  { who, needed }: Asked,
  more: Pick<MedewerkersPage, 'after' | 'done' | 'filled'>,
): Promise<Page> => {
  const beheerder = beheerderOf(who);
  const view = await medewerkersOfReader(needed, beheerder);
  return medewerkersPage({ view, names: namesOf(beheerder), ...more }, who.reader);
};

const DONE_OF: Readonly<Record<Invited, string>> = {
  sent: 'uitgenodigd',
  refused: 'geweigerd',
  'not sent': 'toegevoegd',
};

const back = (done: string) => ({ redirect: `${PATHS.medewerkers}?gedaan=${done}` });

export const MEDEWERKER_ROUTES: readonly LoketRoute[] = [
  {
    method: 'GET',
    path: /^\/loket\/medewerkers$/,
    role: 'gemeente',
    scope: NEEDED.medewerkers,
    answer: (asked) => pageOf(asked, { after: asked.query['na'], done: medewerkersDoneOf(asked.query) }),
  },
  {
    method: 'POST',
    path: /^\/loket\/medewerkers$/,
    role: 'gemeente',
    scope: NEEDED.medewerkers,
    answer: async (asked) => {
      const { who, needed, form } = asked;
      const added = await addMedewerker(needed, beheerderOf(who), form);
      if ('invited' in added) return back(DONE_OF[added.invited]);
      return { refused: await pageOf(asked, { filled: { form, faults: added.faults } }) };
    },
  },
  {
    method: 'POST',
    path: /^\/loket\/medewerkers\/beeindigen$/,
    role: 'gemeente',
    scope: NEEDED.medewerkers,
    answer: async ({ who, needed, form }) => {
      const outcome = await endMedewerker(needed, beheerderOf(who), form.get('wie') ?? '');
      return back(outcome === 'self' ? 'zelf' : 'gestopt');
    },
  },
  {
    method: 'POST',
    path: /^\/loket\/medewerkers\/link$/,
    role: 'gemeente',
    scope: NEEDED.medewerkers,
    answer: async ({ who, needed, form }) => {
      const sent = await sendLinkTo(needed, beheerderOf(who), form.get('wie') ?? '');
      return back(sent === 'sent' ? 'link' : DONE_OF[sent]);
    },
  },
];
