import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { Bezorgopdracht } from '../../contracts/bezorging.ts';
import { veiligeTekst } from '../../domain/fouten.ts';
import type { Waarnemen } from '../gedeeld/waarnemen.ts';

/**
 * Reads orders to deliver. Until there is an abonnement there is nobody to deliver at: an order that comes all the same
 * stays on the queue, and ends as a dead letter with an alarm.
 */
export const verwerkOpdrachten = async (
  { waarnemen }: { readonly waarnemen: Pick<Waarnemen, 'fout'> },
  event: SQSEvent,
): Promise<SQSBatchResponse> => {
  for (const { body, messageId } of event.Records) {
    try {
      const { soort } = Bezorgopdracht.parse(JSON.parse(body));
      waarnemen.fout('opdracht blijft op de wachtrij', { soort, messageId });
    } catch (fout) {
      waarnemen.fout('opdracht is niet te lezen', { messageId, fout: veiligeTekst(fout) });
    }
  }
  return { batchItemFailures: event.Records.map(({ messageId }) => ({ itemIdentifier: messageId })) };
};
