import * as z from 'zod';
import { Datum } from '../../contracts/base-types.ts';
import type { AnswerBook } from './answers.ts';
import { gemeenteWith, ONLY_GEMEENTEN, type Outcome } from './outcome.ts';

/**
 * The inburgeringsaanbod of the stand-in: one for each school, of an asielstatushouder with a PIP, at a school that it knows. Nobody can
 * ask DUO for it.
 */

/** Body of `POST /personen/{bsn}/Inburgeringsaanbod/{instellingsnummer}` (schema Inburgeringsaanbod). */
export const NewAanbod = z.strictObject({
  datumInburgeringsaanbod: Datum.optional(),
  verwachteStartdatumOpleiding: Datum.optional(),
  verwachteEinddatumOpleiding: Datum.optional(),
  indicatorAlfabetiseringsonderwijs: z.enum(['A', 'AA', 'NVT']),
});
export type NewAanbod = z.infer<typeof NewAanbod>;

const KEY = 'Inburgeringsaanbod';
const NOBODY = '';

const Kept = z.record(z.string(), NewAanbod);
const keptIn = (book: AnswerBook, bsn: string): z.infer<typeof Kept> =>
  Kept.safeParse(book.read(bsn, KEY)).data ?? {};

/** What the answers say that a rule takes; what is not so, nobody set. */
const Doelgroep = z.object({ indeling: z.string() });
const Instellingen = z.array(z.object({ instellingsnummer: z.string() }));

const faultsOf = (book: AnswerBook, bsn: string, school: string): readonly string[] => {
  const doelgroep = Doelgroep.safeParse(book.read(bsn, 'doelgroep')).data;
  const schools = Instellingen.safeParse(book.read(NOBODY, 'instellingen')).data;
  const rules: readonly (readonly [boolean, string])[] = [
    [
      doelgroep !== undefined && doelgroep.indeling !== 'Asielstatushouder',
      'Een inburgeringsaanbod is alleen toegestaan voor asielmigranten',
    ],
    [book.read(bsn, 'PIP') === undefined, 'Er is geen PIP'],
    [
      schools?.every(({ instellingsnummer }) => instellingsnummer !== school) === true,
      'De instelling heeft geen keurmerk',
    ],
    [Object.hasOwn(keptIn(book, bsn), school), 'Er is al een actueel inburgeringsaanbod bij deze instelling'],
  ];
  return rules.flatMap(([isBroken, text]) => (isBroken ? [text] : []));
};

/** Registers an inburgeringsaanbod at a school, or answers 403 with the rules that it breaks. */
export const takeAanbod = (
  book: AnswerBook,
  bsn: string,
  bron: string,
  school: string,
  aanbod: NewAanbod,
): Outcome => {
  if (gemeenteWith(bron) === undefined) return ONLY_GEMEENTEN;
  const faults = faultsOf(book, bsn, school).map((fouttekst) => ({ fouttekst }));
  return faults.length > 0
    ? { status: 403, faults }
    : { status: 201, bsn, change: { [KEY]: { ...keptIn(book, bsn), [school]: aanbod } }, counts: 'aanboden' };
};

/** Ends the inburgeringsaanbod at a school; 404 when there is none. */
export const removeAanbod = (book: AnswerBook, bsn: string, bron: string, school: string): Outcome => {
  if (gemeenteWith(bron) === undefined) return ONLY_GEMEENTEN;
  const { [school]: gone, ...others } = keptIn(book, bsn);
  return gone === undefined
    ? { status: 404 }
    : { status: 204, bsn, change: { [KEY]: others }, counts: 'verwijderdeAanboden' };
};
