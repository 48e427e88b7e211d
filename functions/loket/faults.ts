import type { ProblemKind } from '../../contracts/problem.ts';
import { BODY_BYTES } from '../../domain/limits.ts';
import { FAILED, type Fault, NOT_FOUND } from './pages/fault.ts';

/** Of a form without the mark of this session. */
export const OLD_FORM: Fault = {
  title: 'Deze bladzijde is te oud',
  advice: 'Ga terug, laad de bladzijde opnieuw en probeer het nog een keer.',
};

/** Of a form of who was signed in once: signing in is all that helps. */
export const SIGNED_OUT: Fault = {
  title: 'U bent afgemeld',
  advice: 'Wat u net invulde of koos, is niet bewaard. Meld u opnieuw aan en doe het nog een keer.',
  onward: 'Opnieuw aanmelden',
};

/** Of a method that the page does not have. */
export const NOT_ALLOWED: Fault = {
  title: 'Dit kan hier niet',
  advice: 'Een bladzijde kunt u lezen, en een formulier kunt u versturen met de knop eronder.',
};

/** Of a form that holds more than a form may. */
export const TOO_LARGE: Fault = {
  title: 'Dit is te veel tekst',
  advice: `Wat u samen invult op een bladzijde, mag hoogstens ${BODY_BYTES.form / 1_000} kB zijn: ongeveer drie bladzijden tekst. Er is niets bewaard. Ga terug en vul minder in.`,
};

/** Of a form that names what there is not, or not any more: its page was shown before that went. */
const GONE: Fault = {
  title: 'Dit is er niet meer',
  advice:
    'Wat u koos, is er niet meer of is niet voor u. Er is niets veranderd. Ga terug, laad de bladzijde opnieuw en kies nog een keer.',
};

/** Of a message of which nothing can be said any more. */
const OVER: Fault = {
  title: 'Dit kan niet meer',
  advice: 'Er is intussen iets veranderd. Kijk opnieuw bij uw berichten, of bel de gemeente.',
};

/** Of a page that asks for a right which is not in the token. */
export const NO_ACCESS: Fault = {
  title: 'Geen toegang',
  advice: 'Uw aanmelding geeft geen recht op deze bladzijde.',
};

/** What a problem of the API is called here; its detail is written for programmes. */
const FAULTS: Readonly<Partial<Record<ProblemKind, Fault>>> = {
  'ongeldig-verzoek': {
    title: 'Dit is niet goed ingevuld',
    advice: 'Ga terug, kijk alles na en probeer het nog een keer.',
  },
  'niet-gevonden': NOT_FOUND,
  'geen-toegang': NO_ACCESS,
  gewist: { title: 'Deze persoon is gewist', advice: 'De gemeente heeft deze gegevens gewist.' },
  ingetrokken: OVER,
  'stand-laat-niet-toe': OVER,
  verlopen: OVER,
  'te-veel-verzoeken': {
    title: 'Even wachten',
    advice: 'Uw organisatie vraagt nu te veel. Probeer het later nog een keer.',
  },
  'niet-beschikbaar': {
    title: 'Even niet beschikbaar',
    advice: 'De hub kan dit nu niet laten zien. Probeer het over een minuut nog een keer.',
  },
};

/** What a problem says on a page. */
export const faultOf = (kind: ProblemKind, method: string): Fault =>
  kind === 'niet-gevonden' && method === 'POST' ? GONE : (FAULTS[kind] ?? FAILED);
