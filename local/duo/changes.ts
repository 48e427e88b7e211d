import type { IncomingMessage } from 'node:http';
import type * as z from 'zod';
import { parseBody } from '../mount.ts';
import { NewAanbod, removeAanbod, takeAanbod } from './aanboden.ts';
import type { AnswerBook } from './answers.ts';
import {
  changeContact,
  dropContact,
  linkContact,
  NewContact,
  removeContact,
  takeContact,
} from './contacts.ts';
import { gemeenteWith, type Outcome } from './outcome.ts';
import { NewPip, removePip, takePip } from './pips.ts';

/** What DUO can be told beside what it is asked, by the key of the resource and the method. */

interface Request {
  readonly req: IncomingMessage;
  readonly book: AnswerBook;
  readonly bron: string;
  /** The person, the contactpersoon and the school that it is about. */
  readonly bsn: string;
  readonly id: number;
  readonly school: string;
}

type Change = (request: Request) => Outcome | Promise<Outcome>;

/** With the body that DUO's file describes; 400 without. */
const withBody =
  <Body>(schema: z.ZodType<Body>, change: (request: Request, body: Body) => Outcome): Change =>
  async (request) => {
    const body = await parseBody(request.req, schema);
    return 'value' in body ? change(request, body.value) : { status: 400 };
  };

/** The examennummer goes, and DUO's file has no text for a refusal. */
const skipTest: Change = ({ book, bsn, bron }) => {
  if (gemeenteWith(bron) === undefined) return { status: 403 };
  return book.read(bsn, 'lbt/examennummer') === undefined
    ? { status: 404 }
    : { status: 200, bsn, change: { 'lbt/examennummer': null }, counts: 'overgeslagen' };
};

export const CHANGES: Readonly<Record<string, Readonly<Record<string, Change>>>> = {
  PIP: {
    POST: withBody(NewPip, ({ book, bsn, bron }, pip) => takePip(book, bsn, bron, pip)),
    DELETE: ({ book, bsn, bron }) => removePip(book, bsn, bron),
  },
  'lbt/examennummer': { DELETE: skipTest },
  'Inburgeringsaanbod/{instellingsnummer}': {
    POST: withBody(NewAanbod, ({ book, bsn, bron, school }, aanbod) =>
      takeAanbod(book, bsn, bron, school, aanbod),
    ),
    DELETE: ({ book, bsn, bron, school }) => removeAanbod(book, bsn, bron, school),
  },
  contactpersonen: {
    POST: withBody(NewContact, ({ book, bron }, contact) => takeContact(book, bron, contact)),
  },
  'contactpersonen/{id}': {
    PUT: withBody(NewContact, ({ book, bron, id }, contact) => changeContact(book, bron, id, contact)),
    DELETE: ({ book, bron, id }) => removeContact(book, bron, id),
  },
  'contactpersonen/{id}/personen/{bsn}': {
    POST: ({ book, bsn, bron, id }) => linkContact(book, bsn, bron, id),
    DELETE: ({ book, bsn, bron, id }) => dropContact(book, bsn, bron, id),
  },
};
