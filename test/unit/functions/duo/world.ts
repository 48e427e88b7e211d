import type { Duo } from '../../../../adapters/duo/duo.ts';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import { createPseudonyms } from '../../../../adapters/secrets/pseudonyms.ts';
import {
  createKoppelingLogs,
  createPersoonsnummerLogs,
  createZaakLogs,
} from '../../../../adapters/table/logs.ts';
import { createOntvangsten } from '../../../../adapters/table/ontvangsten.ts';
import { createPendingAnswers } from '../../../../adapters/table/pending-answers.ts';
import { createZaakLists } from '../../../../adapters/table/zaak-lists.ts';
import type { Gemeentecode, Vnummer } from '../../../../contracts/base-types.ts';
import type { DuoQuery, DuoResponses } from '../../../../contracts/duo-queries.ts';
import { DuoBericht } from '../../../../contracts/internal/duo-bericht.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { HubError } from '../../../../domain/errors.ts';
import { dossierOf } from '../../../../domain/zaak/dossier.ts';
import { offerPendingQuestions } from '../../../../functions/bewaking/pending-answers.ts';
import { processKoppeling } from '../../../../functions/coa/process-koppeling.ts';
import { processNotificatie } from '../../../../functions/duo/process-notificatie.ts';
import { processMessages } from '../../../../functions/shared/process-messages.ts';
import { koppeling } from '../../domain/support.ts';
import { batch, koppelingBericht, V_NUMMER, written } from '../berichten.ts';

/** functions/duo, with a DUO, a bus and a clock that a test sets. */

export const UITSLAG = {
  resultaat: 'B1-route haalbaar' as const,
  behaaldeScore: '36,00',
  benodigdeScore: '28,00',
  datumAfname: '2025-10-17',
};

/** A hub on a table in memory, and a DUO that answers what a test says. */
export const duoWorld = (table = memoryTable()) => {
  const requested: { bsn: string; queries: readonly DuoQuery[]; gemeente?: Gemeentecode | undefined }[] = [];
  const traceparents: (string | undefined)[] = [];
  const { telemetry, measured, told } = written();
  let response: (bsn: string) => DuoResponses = () => ({ 'lbt/resultaten': [UITSLAG] });
  let unknownFields = 0;
  const duo: Duo = {
    query: async (bsn, queries, gemeente, traceparent) => {
      requested.push({ bsn, queries, gemeente });
      traceparents.push(traceparent);
      return { antwoorden: response(bsn), unknownFields };
    },
  };
  const announced: unknown[] = [];
  const clock = { now: Date.parse('2025-10-19T07:00:00Z') };
  const offered: InboundBericht[] = [];
  const awoken: string[] = [];
  let isAway = false;
  const refuse = (entries: readonly unknown[]) => {
    if (isAway && entries.length > 0) throw new HubError('retry', 'de bus is weg');
  };
  const dependencies = {
    zaken: createZaakLogs(table),
    numbers: createPersoonsnummerLogs(table),
    koppelingen: createKoppelingLogs(table),
    ontvangsten: createOntvangsten(table),
    zaakLists: createZaakLists(table),
    pseudonyms: createPseudonyms('een geheim dat alleen in tests bestaat'),
    bus: {
      publish: async (berichten: readonly InboundBericht[]) => {
        refuse(berichten);
        offered.push(...berichten);
        awoken.push(...berichten.map(({ ontvangstId }) => ontvangstId));
      },
      announceUpdated: async (zaken: readonly unknown[]) => {
        refuse(zaken);
        announced.push(...zaken);
      },
    },
    telemetry,
    duo,
    pendingAnswers: createPendingAnswers(table),
    now: () => new Date(clock.now),
    chance: () => 0.999,
  };
  return {
    dependencies,
    table,
    clock,
    /** Receipts of which the message was offered, in order. */
    awoken,
    busIsAway: (away: boolean) => {
      isAway = away;
    },
    /** The messages that functions/bewaking offers to the queue at this moment. */
    offers: async (): Promise<readonly InboundBericht[]> => {
      offered.length = 0;
      await offerPendingQuestions({ ...dependencies, now: new Date(clock.now) });
      return [...offered];
    },
    zaakId: dependencies.pseudonyms.zaakId(V_NUMMER),
    huishoudenId: dependencies.pseudonyms.huishoudenId('TVS-1'),
    requested,
    /** In which trace each question was asked. */
    traceparents,
    told,
    measured,
    announced,
    duoAnswers: (fresh: (bsn: string) => DuoResponses, unknown = 0) => {
      response = fresh;
      unknownFields = unknown;
    },
    /** Makes the person with this V-nummer known, with or without a BSN. */
    createKnown: (persoon: Record<string, unknown> = {}, koppelingId = 'TVS-1', change: object = {}) =>
      processKoppeling(dependencies, koppelingBericht(koppeling({ koppelingId, ...change }, persoon))),
    process: async (...berichten: readonly InboundBericht[]) => {
      for (const bericht of berichten) await dependencies.ontvangsten.accept(bericht);
      const postponed: string[] = [];
      const responses = await processMessages(
        dependencies,
        DuoBericht,
        batch(...berichten),
        (bericht) => processNotificatie(dependencies, bericht),
        { putOff: async ({ messageId }) => postponed.push(messageId) },
      );
      return { postponed, stays: responses.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier) };
    },
    ontvangst: ({ ontvangstId }: InboundBericht) => dependencies.ontvangsten.read(ontvangstId),
    duoFeiten: async (vNummer: Vnummer = V_NUMMER) =>
      dossierOf(await dependencies.zaken.read(dependencies.pseudonyms.zaakId(vNummer))).zaak.duo,
  };
};
