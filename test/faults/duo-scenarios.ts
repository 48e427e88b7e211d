import type { LbtResultaat } from '../../contracts/duo.ts';
import type { DuoResponses } from '../../contracts/duo-queries.ts';
import type { InboundType } from '../../contracts/event-types.ts';
import type { InboundBericht } from '../../contracts/internal/inbound-bericht.ts';
import { koppeling } from '../unit/domain/support.ts';
import {
  BSN,
  inbound,
  inschrijvingBericht,
  koppelingBericht,
  notificatieBericht,
  V_NUMMER,
} from '../unit/functions/berichten.ts';
import { type DuoWithPips, duoWithPips } from '../unit/functions/duo-pips.ts';
import { hubInMemory, type Outside } from '../unit/functions/hub-in-memory.ts';
import { onceAsked, receivedBy, type Scenario, stateOf } from './outcomes.ts';

/** What DUO is told, when a call falls. */

const PLICHT: DuoResponses = {
  inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-06-06' },
};

const linked = koppelingBericht(koppeling({}, { vNummer: V_NUMMER, bsn: BSN }));
const registered = inschrijvingBericht({ bsn: BSN, vNummer: V_NUMMER });
const plichtig = notificatieBericht('SS101', { bsn: BSN });

const aboutPip = (what: 'vastgesteld' | 'ingetrokken', data: object) =>
  inbound(
    `nl.inburgeringszaken.pip.${what}.v1`,
    '2025-10-20T08:00:00Z',
    { zaakId: hubInMemory(() => ({})).pseudonyms.zaakId(V_NUMMER), dagtekening: '2025-10-19', ...data },
    'gemeente-0907',
  );
const ofZaak = (type: InboundType, day: string, data: object) =>
  inbound(
    type,
    `2025-10-${day}T08:00:00Z`,
    { zaakId: hubInMemory(() => ({})).pseudonyms.zaakId(V_NUMMER), ...data },
    'gemeente-0907',
  );

const skipped = ofZaak('nl.inburgeringszaken.leerbaarheidstoets.overgeslagen.v1', '18', {
  datum: '2025-09-05',
  redenOverslaan: 'ontheffing door de gemeente',
});

const directs = (regisseurId: string, naam: string, day: string) =>
  ofZaak('nl.inburgeringszaken.regievoerder.toegewezen.v1', day, {
    regisseurId,
    naam,
    emailadres: 'team@gennep.example',
    telefoonnummer: '0485494141',
    ingangsdatum: '2025-09-05',
  });

const decided = aboutPip('vastgesteld', { pip: { leerroute: 'B' } });
const takenBack = aboutPip('ingetrokken', { datum: '2025-10-20' });

/** A hub and its DUO after these messages. Each run of a scenario gets a copy of both. `known` fills DUO beforehand. */
const after = (berichten: readonly InboundBericht[], known: (duo: DuoWithPips) => void = () => undefined) => {
  const played = onceAsked(async () => {
    const duo = duoWithPips();
    known(duo);
    const hub = hubInMemory(() => PLICHT, { duoPip: duo });
    await hub.process(berichten);
    return { hub, duo };
  });
  return async (outside: Outside) => {
    const { hub, duo } = await played();
    const duoPip = duo.copy();
    return { hub: hub.copy(outside, duoPip), duoPip };
  };
};

const afterRegistration = after([linked, registered]);

/** A PIP that the gemeente decides on and withdraws again: DUO is told of either exactly once, whatever fell. */
export const tellsDuo: Scenario = async (outside) => {
  const { hub, duoPip } = await afterRegistration(outside);
  await hub.process([decided, takenBack]);
  const { told, held } = duoPip;
  return { stored: stateOf(hub.table), received: receivedBy(hub.queues), told, held: [...held] };
};

const DIRECTS = [directs('R-0042', 'N. de Vries', '20'), directs('R-0043', 'P. Bakker', '21')];

const afterPlicht = after([linked, registered, plichtig], ({ candidates }) => candidates.add(BSN));

/** The reports to DUO about a person whose plicht DUO knows. */
const tellsDuoOf =
  (berichten: readonly InboundBericht[]): Scenario =>
  async (outside) => {
    const { hub, duoPip } = await afterPlicht(outside);
    await hub.process(berichten);
    const { told, candidates, contacts, linked: by } = duoPip;
    return {
      stored: stateOf(hub.table),
      received: receivedBy(hub.queues),
      told,
      candidates: [...candidates],
      // An employee whose registration was lost on its way back stands at DUO twice; DUO has no question for it.
      contact: contacts.get(by.get(BSN) ?? 0),
    };
  };

/** Exactly once, whatever fell. */
export const tellsDuoOfTest = tellsDuoOf([skipped]);

/** Who directs the zaak, and then another one. */
export const tellsDuoOfContact = tellsDuoOf(DIRECTS);

const taken = ofZaak('nl.inburgeringszaken.leerbaarheidstoets.afgenomen.v1', '18', { datum: '2025-09-05' });

const RESULT: LbtResultaat = {
  resultaat: 'B1-route haalbaar',
  behaaldeScore: '36,00',
  benodigdeScore: '28,00',
  datumAfname: '2025-09-06',
};

/** DUO is asked for the result of a test; it is recorded once, and so is that DUO has none. */
export const asksDuo = (hasResult: boolean): Scenario => {
  const begun = after([linked, registered, plichtig], ({ uitslagen }) => {
    if (hasResult) uitslagen.set(BSN, [RESULT]);
  });
  return async (outside) => {
    const { hub } = await begun(outside);
    await hub.process([taken]);
    return { stored: stateOf(hub.table), received: receivedBy(hub.queues) };
  };
};

const atSchool = (instellingsnummer: string, day: string) =>
  ofZaak('nl.inburgeringszaken.pip.deel.gedeeld.v1', day, { ingangsdatum: '2025-10-20', instellingsnummer });

const SCHOOLS = [atSchool('0000012345', '20'), atSchool('0000067890', '21')];

const afterPip = after([linked, registered, plichtig, decided]);

/** A school, and then another one: in the end DUO has the second and no other, whatever fell. */
export const tellsDuoOfAanbod: Scenario = async (outside) => {
  const { hub, duoPip } = await afterPip(outside);
  await hub.process(SCHOOLS);
  const { aanboden } = duoPip;
  return { stored: stateOf(hub.table), received: receivedBy(hub.queues), aanboden: [...aanboden] };
};
