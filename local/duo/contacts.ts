import * as z from 'zod';
import type { AnswerBook } from './answers.ts';
import { gemeenteWith, ONLY_GEMEENTEN, type Outcome } from './outcome.ts';

/** The contactpersonen of the stand-in, by its Contactpersoon API: each of one gemeente, and linked to persons. */

/** Body of `POST /contactpersonen` and `PUT /contactpersonen/{id}` (schema Contactpersoongegevens). */
export const NewContact = z.strictObject({
  naam: z.string().regex(/^[\s'‘.\p{L}\p{Pd}]{0,100}$/u),
  email: z.string().min(4).max(241),
  telefoonnummer: z
    .string()
    .min(3)
    .max(22)
    .regex(/^(\+|[0-9])((\s|\s?(-|\(0\))\s?)?[0-9]){2,15}([,][1-9][0-9]{1,8})?$/),
});
export type NewContact = z.infer<typeof NewContact>;

const Kept = z.array(z.object({ id: z.int(), gemeentecode: z.string(), contactpersoongegevens: NewContact }));

/** Under which the book has the contactpersonen, which are about nobody in particular, and that of a person. */
const ALL = 'contactpersonen';
const OF_PERSON = 'contactpersoon';
const NOBODY = '';

const keptIn = (book: AnswerBook): z.infer<typeof Kept> => Kept.safeParse(book.read(NOBODY, ALL)).data ?? [];

const ofGemeente = (book: AnswerBook, bron: string, id: number) =>
  keptIn(book).find((one) => one.id === id && one.gemeentecode === gemeenteWith(bron));

/** Registers a contactpersoon of a gemeente, under a number that it answers. */
export const takeContact = (book: AnswerBook, bron: string, contact: NewContact): Outcome => {
  const gemeentecode = gemeenteWith(bron);
  if (gemeentecode === undefined) return ONLY_GEMEENTEN;
  const all = keptIn(book);
  const one = { id: 1 + Math.max(0, ...all.map(({ id }) => id)), contactpersoongegevens: contact };
  return {
    status: 201,
    body: one,
    change: { [ALL]: [...all, { ...one, gemeentecode }] },
    counts: 'contactpersonen',
  };
};

/** Changes a contactpersoon; 404 when this gemeente has none of that number. */
export const changeContact = (book: AnswerBook, bron: string, id: number, contact: NewContact): Outcome => {
  if (ofGemeente(book, bron, id) === undefined) return { status: 404 };
  const changed = keptIn(book).map((one) =>
    one.id === id ? { ...one, contactpersoongegevens: contact } : one,
  );
  return { status: 200, change: { [ALL]: changed }, counts: 'gewijzigdeContactpersonen' };
};

/** Ends a contactpersoon; 404 when this gemeente has none of that number. */
export const removeContact = (book: AnswerBook, bron: string, id: number): Outcome =>
  ofGemeente(book, bron, id) === undefined
    ? { status: 404 }
    : { status: 200, change: { [ALL]: keptIn(book).filter((one) => one.id !== id) } };

/** Linking puts the contactpersoon in the place of any other. */
export const linkContact = (book: AnswerBook, bsn: string, bron: string, id: number): Outcome =>
  ofGemeente(book, bron, id) === undefined
    ? { status: 404 }
    : { status: 201, bsn, change: { [OF_PERSON]: id }, counts: 'gekoppeld' };

/** Ends the link of a person to this contactpersoon; 404 when there is no such link. */
export const dropContact = (book: AnswerBook, bsn: string, bron: string, id: number): Outcome =>
  ofGemeente(book, bron, id) === undefined || book.read(bsn, OF_PERSON) !== id
    ? { status: 404 }
    : { status: 200, bsn, change: { [OF_PERSON]: null }, counts: 'ontkoppeld' };
