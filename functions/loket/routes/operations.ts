import * as z from 'zod';
import { Cursor } from '../../../contracts/cursor.ts';
import { known } from '../../../domain/known.ts';
import type { Operations } from '../../../domain/organisations.ts';
import { notFound } from '../../shared/rest/http/problems.ts';
import { readQuery } from '../../shared/rest/http/query.ts';
import { NEEDED } from '../needed.ts';
import { booksPage } from '../pages/books.ts';
import { operationsPage, receiptsDoneOf, receiptsPage } from '../pages/operations.ts';
import { receiptsPath } from '../paths.ts';
import type { SignedInReader } from '../reader.ts';
import { askedBy } from '../views/ask.ts';
import { booksOfReader, operationsOfReader, receiptsOfReader, takeUp } from '../views/operations.ts';
import { ONTVANGST_CHOICES } from '../words/operations.ts';
import type { LoketRoute } from './route.ts';

/** The pages of who operates the hub. */

const operationsOf = ({ organisation }: SignedInReader): Operations => {
  if (organisation.rol !== 'beheer') throw notFound();
  return organisation;
};

const Choice = z.strictObject({
  status: z.enum(ONTVANGST_CHOICES).default('quarantaine'),
  na: Cursor.optional(),
  gedaan: z.string().max(40).optional(),
});

export const OPERATIONS_ROUTES: readonly LoketRoute[] = [
  {
    method: 'GET',
    path: /^\/loket\/beheer$/,
    role: 'beheer',
    scope: NEEDED.operations,
    answer: async ({ who, needed }) =>
      operationsPage(await operationsOfReader(needed, operationsOf(who)), who.names, who.reader),
  },
  {
    method: 'GET',
    path: /^\/loket\/beheer\/boeken$/,
    role: 'beheer',
    scope: NEEDED.operations,
    answer: async ({ who, needed }) =>
      booksPage(await booksOfReader(needed, operationsOf(who)), who.names, who.reader),
  },
  {
    method: 'GET',
    path: /^\/loket\/beheer\/ontvangsten$/,
    role: 'beheer',
    scope: NEEDED.operations,
    answer: async ({ who, needed, query }) => {
      const organisation = operationsOf(who);
      const { status, na } = readQuery(Choice, askedBy(organisation, { query }));
      const receipts = await receiptsOfReader(needed, organisation, status, na);
      return receiptsPage(receipts, who.reader, receiptsDoneOf(query));
    },
  },
  {
    method: 'POST',
    path: /^\/loket\/beheer\/heropnemen$/,
    role: 'beheer',
    scope: NEEDED.operations,
    answer: async ({ who, needed, form }) => {
      const done = await takeUp(needed, operationsOf(who), form.get('ontvangst') ?? '');
      const status = ONTVANGST_CHOICES.find((one) => one === form.get('status'));
      return {
        redirect: receiptsPath({
          ...known({ status }),
          gedaan: done,
        }),
      };
    },
  },
];
