import type { AppointmentEntry, Days } from '../../../../adapters/table/lists/lists.ts';
import { AGENDA_AHEAD, AGENDA_MAX, AgendaQuery, faultInDays } from '../../../../contracts/agenda.ts';
import { PARTNER_MESSAGES } from '../../../../contracts/partner-dag.ts';
import { type AboutWhat, aboutWhat, REGIEVOERDER } from '../../../../contracts/partnerrollen.ts';
import { isContractOver } from '../../../../domain/delivery/withdrawn.ts';
import type { Organisation } from '../../../../domain/organisations.ts';
import { type KanaalId, kanaalId } from '../../../../domain/partners/address.ts';
import { dayOf, plus } from '../../../../domain/termijnen/calendar.ts';
import type { Dependencies } from '../dependencies.ts';
import { invalid, problem } from '../http/problems.ts';
import { readQuery } from '../http/query.ts';
import type { AuthenticatedRequest } from '../http/request.ts';
import type { Response, Shown } from '../http/response.ts';
import { writeCalendar } from './calendar.ts';
import { unmadeZaken } from './dag-parts.ts';

/** `GET /agenda`: the appointments of a gemeente, or those that a partner heard of, as an iCalendar file. One bounded query. */

type Needed = Pick<Dependencies, 'lists' | 'postvak' | 'clock'>;

const readDays = (request: AuthenticatedRequest, { clock }: Needed): Days => {
  const { van: from = dayOf(clock.now()), totEnMet: until = plus(from, AGENDA_AHEAD) } = readQuery(
    AgendaQuery,
    request,
  );
  const fault = faultInDays(from, until);
  if (fault !== undefined) throw invalid([{ pointer: '/totEnMet', detail: fault }]);
  return { from, until };
};

/** Whether a partner knows a zaak: of nobody once its contract is over. */
const knownBy = async (
  { postvak, clock }: Needed,
  kanaal: KanaalId,
): Promise<(zaakId: string) => boolean> => {
  if (isContractOver(kanaal, dayOf(clock.now()))) return () => false;
  const { items } = await postvak.list(kanaal, {
    places: ['klaargezet', 'bezig', 'geparkeerd'],
    max: PARTNER_MESSAGES,
  });
  const untold = unmadeZaken(items);
  return (zaakId) => !untold.has(zaakId);
};

/** What is planned on these days, as far as who asks may know it, with what the logbook must say of that. */
export const appointmentsOn = async (
  organisatie: Organisation,
  days: Days,
  needed: Needed,
): Promise<{
  readonly kanaal: KanaalId;
  readonly soort: AboutWhat;
  readonly appointments: readonly AppointmentEntry[];
  readonly shown: readonly Shown[];
}> => {
  if (organisatie.rol !== 'gemeente' && organisatie.rol !== 'partner')
    throw problem('geen-toegang', 'De agenda is voor een gemeente en haar partners.');
  const { gemeentecode, rol } = organisatie;
  const kanaal = kanaalId(gemeentecode, rol === 'partner' ? organisatie.partner : REGIEVOERDER);
  const [{ elements, meer }, knows] = await Promise.all([
    needed.lists.appointments(kanaal, days, AGENDA_MAX),
    rol === 'partner' ? knownBy(needed, kanaal) : () => true,
  ]);
  if (meer) {
    const detail = `omvat meer dan ${AGENDA_MAX} afspraken: vraag minder dagen tegelijk`;
    throw invalid([{ pointer: '/totEnMet', detail }]);
  }
  const soort = rol === 'partner' ? aboutWhat(organisatie.partnerrol) : 'zaak';
  const appointments = elements.filter(({ zaakId }) => knows(zaakId));
  const ids = [...new Set(appointments.map(({ zaakId }) => zaakId))];
  const subjects = ids.map((id) => ({ subject: { id, soort }, fields: ['agenda'] }));
  return { kanaal, soort, appointments, shown: [{ gemeentecode, subjects }] };
};

/** Reads the calendar of who asks. */
export const readAgenda = async (request: AuthenticatedRequest, needed: Needed): Promise<Response> => {
  const days = readDays(request, needed);
  const { kanaal, soort, appointments, shown } = await appointmentsOn(request.organisatie, days, needed);
  return {
    statusCode: 200,
    headers: {
      'Content-Type': 'text/calendar; charset=utf-8',
      'Content-Disposition': 'attachment; filename="agenda.ics"',
    },
    body: writeCalendar(kanaal, soort, appointments),
    shown,
  };
};
