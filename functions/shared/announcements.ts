import type { SQSRecord } from 'aws-lambda';
import type { ZaakId } from '../../contracts/base-types.ts';
import { BusEvent, ZaakUpdated } from '../../contracts/internal/bus-events.ts';
import { safeText } from '../../domain/errors.ts';
import { stampOf } from './stamp.ts';
import type { Telemetry } from './telemetry.ts';

/** Reads a batch of announcements that zaken were updated: the zaak of each. */
export const announcements = (telemetry: Pick<Telemetry, 'info' | 'fout'>) => ({
  read(record: SQSRecord): ZaakId {
    const event = BusEvent.parse(JSON.parse(record.body));
    const { zaakId } = ZaakUpdated.parse(event.detail);
    const stamp = stampOf(record, event);
    if (stamp !== undefined) telemetry.info('aankondiging opnieuw', { zaakId, ...stamp });
    return zaakId;
  },
  unreadable({ messageId }: SQSRecord, error: unknown): void {
    telemetry.fout('aankondiging niet te lezen', { messageId, fout: safeText(error) });
  },
});
