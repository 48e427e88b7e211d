import * as z from 'zod';
import { Datum, todayInNederland } from '../../contracts/base-types.ts';
import { PIP, PIP_CONTENT } from '../../contracts/duo-resources.ts';
import { CONTENT_RULES } from '../../contracts/pip-rules.ts';
import type { AnswerBook } from './answers.ts';
import { type Fault, gemeenteWith, ONLY_GEMEENTEN, type Outcome } from './outcome.ts';

/**
 * The PIPs of the stand-in: it takes and removes them by DUO's rules, as far as its answers say what those take. `vestiging` is an
 * answer to no question: the day on which somebody settled, for the rule about it.
 */

/** Body of `POST /personen/{bsn}/PIP`. */
export const NewPip = z.strictObject({ dagtekeningPip: Datum, ...PIP_CONTENT });
export type NewPip = z.infer<typeof NewPip>;

/** What the answers about a person say that a rule takes; what is not so, nobody set. */
const Known = z.object({
  PIP: PIP.optional().catch(undefined),
  begindatum: Datum.optional().catch(undefined),
  vestiging: Datum.optional().catch(undefined),
  startdatum: Datum.optional().catch(undefined),
  indeling: z.string().optional().catch(undefined),
});
type Known = z.infer<typeof Known>;

const memberOf = (answer: unknown, name: string): unknown =>
  typeof answer === 'object' && answer !== null ? Reflect.get(answer, name) : undefined;

const knownOf = (book: AnswerBook, bsn: string): Known =>
  Known.parse({
    PIP: book.read(bsn, 'PIP'),
    begindatum: memberOf(book.read(bsn, 'inburgeringsplicht'), 'begindatum'),
    vestiging: book.read(bsn, 'vestiging'),
    startdatum: memberOf(book.read(bsn, 'inburgeringstermijn'), 'startdatum'),
    indeling: memberOf(book.read(bsn, 'doelgroep'), 'indeling'),
  });

/** Why DUO refuses to register this PIP; nothing when it does not. */
const faultsOfPip = (pip: NewPip, known: Known): readonly Fault[] => {
  const { dagtekeningPip: day, leerroute, niveau, geschatteIntensiteitB1Route: hours } = pip;
  const isBefore = (other: string | undefined): boolean => other !== undefined && day < other;
  const rules: readonly (readonly [boolean, string])[] = [
    [day > todayInNederland(), 'Dagtekening PIP ligt in de toekomst'],
    [isBefore(known.begindatum), 'Dagtekening PIP ligt voor de start van de inburgeringsplicht'],
    [
      isBefore(known.PIP?.pip.dagtekeningPip),
      'Dagtekening PIP ligt voor de dagtekening van het initiële of actuele PIP',
    ],
    [isBefore(known.vestiging), 'Dagtekening PIP ligt voor de vestiging in de gemeente'],
    [
      leerroute === 'B' && niveau === 'A2' && known.PIP === undefined,
      'A2 is niet toegestaan in het eerste PIP van de B1-route',
    ],
    [
      hours !== undefined && known.indeling !== undefined && known.indeling !== 'Asielstatushouder',
      'Intensiteit is alleen toegestaan voor asielmigranten',
    ],
    ...CONTENT_RULES.map(({ isBrokenBy, tekst }) => [isBrokenBy(pip), tekst] as const),
  ];
  return rules.flatMap(([isBroken, fouttekst]) => (isBroken ? [{ fouttekst }] : []));
};

/** Registers a PIP, or answers 403 with the rules that it breaks. */
export const takePip = (book: AnswerBook, bsn: string, bron: string, pip: NewPip): Outcome => {
  const gemeentecode = gemeenteWith(bron);
  if (gemeentecode === undefined) return ONLY_GEMEENTEN;
  const faults = faultsOfPip(pip, knownOf(book, bsn));
  if (faults.length > 0) return { status: 403, faults };
  const withNiveau = pip.leerroute === 'Z' ? pip : { ...pip, niveau: pip.niveau ?? 'B1' };
  return { status: 201, bsn, change: { PIP: { gemeentecode, pip: withNiveau } }, counts: 'registraties' };
};

/** Takes the registration of a PIP away. */
export const removePip = (book: AnswerBook, bsn: string, bron: string): Outcome => {
  if (gemeenteWith(bron) === undefined) return ONLY_GEMEENTEN;
  const known = knownOf(book, bsn);
  if (known.PIP === undefined) return { status: 404 };
  const hours = book.read(bsn, 'uren');
  const faults = [
    ...(known.startdatum === undefined ? [] : [{ fouttekst: 'De inburgeringstermijn is al vastgesteld' }]),
    ...(hours === undefined ? [] : [{ fouttekst: 'Er zijn al uren geregistreerd' }]),
  ];
  return faults.length > 0
    ? { status: 403, faults }
    : { status: 200, bsn, change: { PIP: null }, counts: 'verwijderingen' };
};
