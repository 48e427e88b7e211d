import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { BusEvent, EraseOrder } from '../../contracts/internal/bus-events.ts';
import { safeText } from '../../domain/errors.ts';
import { processBatch, type Received } from '../shared/process-batch.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import type { EraseDependencies } from './erase.ts';
import type { SweepDependencies } from './sweep.ts';

export interface OrderDependencies extends EraseDependencies, SweepDependencies {
  readonly telemetry: Pick<Telemetry, 'info' | 'fout'>;
}

const isSweep = ({ message }: Received<EraseOrder>): boolean => 'taak' in message;

/**
 * Carries out the orders of a batch, one after the other. An order that fails comes again, and finishes what was begun. Persons go
 * first, because a sweep takes what time there is, and would leave none for them.
 */
export const processOrders = (
  deps: OrderDependencies,
  event: SQSEvent,
  remainingMs: () => number,
): Promise<SQSBatchResponse> => {
  const failed = (record: SQSRecord, error: unknown): void =>
    deps.telemetry.fout('wissen mislukt', { messageId: record.messageId, fout: safeText(error) });
  return processBatch<EraseOrder>(event, {
    read: ({ body }) => EraseOrder.parse(BusEvent.parse(JSON.parse(body)).detail),
    unreadable: failed,
    process: async (received) => {
      const staying: SQSRecord[] = [];
      const orders = received.toSorted((one, other) => Number(isSweep(one)) - Number(isSweep(other)));
      for (const { record, message } of orders) {
        try {
          // Each kind of order loads the code that it needs.
          if ('zaakId' in message) await (await import('./erase.ts')).erase(deps, message.zaakId);
          else await (await import('./sweep.ts')).sweep(deps, remainingMs);
        } catch (error) {
          failed(record, error);
          staying.push(record);
        }
      }
      return staying;
    },
  });
};
