import { ZaakId } from '../../../contracts/base-types.ts';
import { PART_OF_ROLE } from '../../../contracts/routemap.ts';
import type { Gemeente, Partner } from '../../../domain/organisations.ts';
import { dayOf } from '../../../domain/termijnen/calendar.ts';
import { notFound } from '../../shared/rest/http/problems.ts';
import { mayReportOn } from '../../shared/rest/resources/report-access.ts';
import { NEEDED } from '../needed.ts';
import type { Page, Reader } from '../pages/layout.ts';
import { afterReport, type Filled, reportPage, reportsPage } from '../pages/report.ts';
import type { SignedInReader } from '../reader.ts';
import { newReportId, report } from '../views/report.ts';
import {
  dataOf,
  type FieldQuestion,
  type FormEvent,
  fieldsOf,
  reportableEvent,
  reportSteps,
  TAALLESSEN,
} from '../words/report.ts';
import type { Asked, LoketRoute, Outcome } from './route.ts';

/** Reporting a fact by hand, for a gemeente and for a partner alike. */

const ID = '([0-9a-f-]{36})';
const LIST = new RegExp(`^/loket/melden/${ID}$`);
const FORM = new RegExp(`^/loket/melden/${ID}/([a-z0-9-]{1,80})$`);

const reporterOf = ({ organisation }: SignedInReader): Gemeente | Partner => {
  if (organisation.rol === 'beheer') throw notFound();
  return organisation;
};

/** Answers about a zaak of one's own: that of another does not exist, before anything is asked about it. */
const aboutOwnZaak =
  (answer: LoketRoute['answer']): LoketRoute['answer'] =>
  async (asked) => {
    const zaakId = ZaakId.safeParse(asked.id);
    if (!zaakId.success || !(await mayReportOn(asked.needed, reporterOf(asked.who), zaakId.data)))
      throw notFound();
    return answer(asked);
  };

const askedEvent = ({ who, name }: Asked): { event: FormEvent; fields: readonly FieldQuestion[] } => {
  const event = reportableEvent(name, who.organisation.eventTypes);
  if (event === undefined) throw notFound();
  return { event, fields: fieldsOf(event) };
};

/** What is filled in already: today, and the part of the brede intake that a partner speaks for. */
const usual = ({ who: { organisation }, needed, name }: Asked): Filled => {
  const part = organisation.rol === 'partner' ? PART_OF_ROLE[organisation.partnerrol] : undefined;
  const form = new URLSearchParams({
    [name === TAALLESSEN ? 'startdatum' : 'datum']: dayOf(needed.clock.now()),
  });
  if (part !== undefined) form.set('onderdeel', part);
  return { form, faults: [] };
};

const formOf = (asked: Asked, id: string, filled: Filled): Page =>
  reportPage({ zaakId: asked.id, ...askedEvent(asked), id, filled }, asked.who.reader);

const send = async (asked: Asked): Promise<Outcome> => {
  const { who, needed, id: zaakId, form } = asked;
  const { event, fields } = askedEvent(asked);
  const id = form.get('melding') ?? '';
  const faults = await report(needed, reporterOf(who), { id, zaakId, event, data: dataOf(fields, form) });
  if (faults.length > 0) {
    // What is wrong with the form itself is put right by another one, with the same in it.
    const next = faults.some(({ pointer }) => pointer === '/id') ? newReportId() : id;
    return { refused: formOf(asked, next, { form, faults }) };
  }
  return { redirect: afterReport(who.reader, zaakId) };
};

const routesOf = (role: Reader['rol']): readonly LoketRoute[] => [
  {
    method: 'GET',
    path: LIST,
    role,
    scope: NEEDED.report,
    answer: aboutOwnZaak(async ({ id, who }) =>
      reportsPage(id, reportSteps(who.organisation.eventTypes), who.reader),
    ),
  },
  {
    method: 'GET',
    path: FORM,
    role,
    scope: NEEDED.report,
    answer: aboutOwnZaak(async (asked) => formOf(asked, newReportId(), usual(asked))),
  },
  {
    method: 'POST',
    path: FORM,
    role,
    scope: NEEDED.report,
    answer: aboutOwnZaak(send),
  },
];

export const REPORT_ROUTES: readonly LoketRoute[] = [...routesOf('gemeente'), ...routesOf('partner')];
