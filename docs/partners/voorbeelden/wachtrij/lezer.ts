/**
 * Leest uw wachtrij bij de hub. Node 22.18 of nieuwer; `npm install @aws-sdk/client-sqs`.
 *
 *   WACHTRIJ_URL=https://sqs.eu-west-1.amazonaws.com/…/inburgeringshub-0907-taalschool.fifo node lezer.ts
 *
 * De rechten komen uit uw eigen AWS-omgeving (AWS_PROFILE, een rol van uw server). Elk bericht wordt één regel in
 * `ontvangen.jsonl` (BESTAND). Daar staan persoonsgegevens in: bewaar het bestand zo.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

const QueueUrl = process.env['WACHTRIJ_URL'] ?? '';
const BESTAND = process.env['BESTAND'] ?? 'ontvangen.jsonl';
/** Voor een programma dat elk uur even draait in plaats van altijd. */
const STOP_ALS_LEEG = process.env['STOP_ALS_LEEG'] === 'ja';

const sqs = new SQSClient({});

/** Wat er al was: hetzelfde bericht kan nog eens komen, ook nadat dit programma opnieuw begon. */
const gehad = new Set(
  existsSync(BESTAND)
    ? readFileSync(BESTAND, 'utf8')
        .split('\n')
        .filter((regel) => regel !== '')
        .map((regel): unknown => JSON.parse(regel).id)
    : [],
);

/** Hier komt uw eigen werk. Gooit dit een fout, dan komt het bericht over vijf minuten opnieuw, tien keer in totaal. */
const verwerk = (inhoud: string): void => {
  const bericht = JSON.parse(inhoud);
  if (gehad.has(bericht.id)) return;
  appendFileSync(BESTAND, `${JSON.stringify(bericht)}\n`);
  gehad.add(bericht.id);
};

if (QueueUrl === '') throw new Error('zet WACHTRIJ_URL');
for (;;) {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: STOP_ALS_LEEG ? 1 : 20,
      MessageSystemAttributeNames: ['MessageGroupId'],
    }),
  );
  if (Messages.length === 0 && STOP_ALS_LEEG) break;
  // Berichten van één zaak staan op volgorde: na een fout wachten de volgende van die zaak ook.
  const mislukt = new Set<string | undefined>();
  for (const { MessageId, Attributes, Body = '', ReceiptHandle } of Messages) {
    const zaak = Attributes?.MessageGroupId;
    if (mislukt.has(zaak)) continue;
    try {
      verwerk(Body);
    } catch {
      // Geen inhoud in een logboek: daar staan gegevens van mensen in.
      console.error(`bericht ${MessageId} is niet verwerkt`);
      mislukt.add(zaak);
      continue;
    }
    // Pas weg als het bij u vastligt.
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
}
