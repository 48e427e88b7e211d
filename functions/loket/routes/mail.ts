import { gemeenteProfile } from '../../../domain/gemeenten/index.ts';
import { notFound } from '../../shared/rest/http/problems.ts';
import { NEEDED } from '../needed.ts';
import { type MailPlace, mailPage } from '../pages/mail.ts';
import { PATHS, partnerMailPath } from '../paths.ts';
import { chooseMail, mailOfReader } from '../views/mail.ts';
import { gemeenteOf } from './gemeente.ts';
import type { Asked, LoketRoute } from './route.ts';

/** When a partner is mailed: chosen by itself, or by its gemeente. */

const OWN: MailPlace = { path: PATHS.mail, back: { path: PATHS.inbox, text: 'Terug naar uw berichten' } };
const BACK = { path: PATHS.partners, text: 'Terug naar de partners' };

const placeOf = ({ who }: Asked, sleutel: string): MailPlace => {
  const partner = gemeenteProfile(gemeenteOf(who).gemeentecode).partners.find(
    (one) => one.sleutel === sleutel,
  );
  if (partner === undefined) throw notFound();
  return { path: partnerMailPath(sleutel), back: BACK, partner: partner.organisatie };
};

const show = async (asked: Asked, place: MailPlace, partner?: string) => {
  const { who, needed, query } = asked;
  const view = await mailOfReader(needed, who.organisation, partner);
  return mailPage(place, view, who.reader, { done: query['gedaan'] === 'bewaard' });
};

const keep = async (asked: Asked, place: MailPlace, partner?: string) => {
  const { who, needed, form } = asked;
  const refusal = await chooseMail(needed, who.organisation, form, partner);
  if (refusal === undefined) return { redirect: `${place.path}?gedaan=bewaard` };
  const view = await mailOfReader(needed, who.organisation, partner);
  return { refused: mailPage(place, view, who.reader, { refusal }) };
};

const OF_PARTNER = /^\/loket\/partners\/([a-z][a-z0-9-]{0,39})\/mail$/;

export const MAIL_ROUTES: readonly LoketRoute[] = [
  {
    method: 'GET',
    path: /^\/loket\/mail$/,
    role: 'partner',
    scope: NEEDED.door,
    answer: (asked) => show(asked, OWN),
  },
  {
    method: 'POST',
    path: /^\/loket\/mail$/,
    role: 'partner',
    scope: NEEDED.door,
    answer: (asked) => keep(asked, OWN),
  },
  {
    method: 'GET',
    path: OF_PARTNER,
    role: 'gemeente',
    scope: NEEDED.door,
    answer: (asked) => show(asked, placeOf(asked, asked.id), asked.id),
  },
  {
    method: 'POST',
    path: OF_PARTNER,
    role: 'gemeente',
    scope: NEEDED.door,
    answer: (asked) => keep(asked, placeOf(asked, asked.id), asked.id),
  },
];
