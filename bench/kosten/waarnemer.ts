import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { BRON_HUB } from '../../contracts/intern.ts';
import { BEZORGING_NAMEN } from '../../infra/namen.ts';
import type { Endpoints } from '../../local/cloud.ts';
import { maakTabelverzoeken } from './tabelverzoeken.ts';
import type { Teller } from './verbruik.ts';

/** Stands between the functions and the services, hands every call on as it is, and counts it. */
export interface Waarnemer {
  /** For `between` of the embedded cloud. */
  tussen(diensten: Endpoints): Promise<Endpoints>;
  close(): void;
}

/** Both charge per 64 KB. */
const STUK = 64 * 1024;
const stukken = (bytes: number): number => Math.max(1, Math.ceil(bytes / STUK));

const Zending = z.object({
  QueueUrl: z.string(),
  Entries: z.array(z.looseObject({ MessageBody: z.string() })).optional(),
});
const Gebeurtenissen = z.object({
  Entries: z.array(z.object({ Source: z.string(), DetailType: z.string(), Detail: z.string() })),
});

const telWachtrij = (teller: Teller, invoer: unknown): void => {
  const { QueueUrl, Entries = [] } = Zending.parse(invoer);
  const bytes = Buffer.byteLength(JSON.stringify(Entries));
  const maat = QueueUrl.endsWith('.fifo') ? 'sqsFifo' : 'sqsStandaard';
  if (QueueUrl.endsWith(`/${BEZORGING_NAMEN.wachtrij}`)) {
    // Lambda takes these out again, which is counted where it does.
    teller.tel(maat, stukken(bytes));
    teller.tel('sqsSleutelverzoeken', Entries.length === 0 ? 0 : 2);
    return;
  }
  // The partner takes each message out, and deletes it: the queue's owner pays for that too.
  teller.tel(maat, stukken(bytes) + 2 * Entries.length);
  teller.tel('sqsSleutelverzoeken', Entries.length === 0 ? 0 : 2 + Entries.length);
  teller.tel('uitBytes', bytes);
};

const telGebeurtenissen = (teller: Teller, invoer: unknown): void => {
  for (const { Source, DetailType, Detail } of Gebeurtenissen.parse(invoer).Entries) {
    const bytes = Buffer.byteLength(Source + DetailType + Detail);
    teller.tel('eventbridge', stukken(bytes));
    if (Source === BRON_HUB) teller.tel('archiefBytes', bytes);
  }
};

interface Antwoord {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const geefDoor = (agent: Agent, url: string, headers: IncomingMessage['headers'], body: string) =>
  new Promise<Antwoord>((resolve, reject) => {
    const { 'content-length': _, host: __, ...rest } = headers;
    const door = request(
      url,
      { method: 'POST', agent, headers: { ...rest, 'content-length': Buffer.byteLength(body) } },
      (antwoord) => {
        text(antwoord).then((tekst) => {
          resolve({ status: antwoord.statusCode ?? 500, headers: antwoord.headers, body: tekst });
        }, reject);
      },
    );
    door.once('error', reject);
    door.end(body);
  });

const alsObject = (tekst: string): object => z.looseObject({}).parse(tekst === '' ? {} : JSON.parse(tekst));

/** `meldFout` hears of a call that could not be counted: the measurement is worthless then. */
export const maakWaarnemer = (teller: Teller, meldFout: (fout: unknown) => void): Waarnemer => {
  const agent = new Agent({ keepAlive: true });
  const tabel = maakTabelverzoeken(teller);
  let doelen: Endpoints | undefined;
  let eigenAdres = '';

  const tel = (dienst: string, operatie: string, invoer: object, { status, body }: Antwoord): void => {
    teller.verzoek(`${dienst} ${operatie}`);
    if (dienst === 'DynamoDB') tabel.tel(operatie, invoer, status, alsObject(body));
    else if (status !== 200) throw new Error(`${dienst} ${operatie} answered ${status}`);
    else if (dienst === 'SQS') telWachtrij(teller, invoer);
    else if (dienst === 'EventBridge') telGebeurtenissen(teller, invoer);
    else teller.tel('geheimVerzoeken', 1);
  };

  const bedien = async (verzoek: IncomingMessage, antwoord: ServerResponse): Promise<void> => {
    if (doelen === undefined) throw new Error('nothing to stand between');
    const [voor = '', operatie = ''] = String(verzoek.headers['x-amz-target']).split('.');
    const bekend = DIENSTEN.find(({ begin }) => voor.startsWith(begin));
    if (bekend === undefined) throw new Error(`it is not known what ${voor} costs`);
    const invoer = alsObject(await text(verzoek));
    // A queue knows itself by its own address only.
    const aanDienst = (tekst: string): string => tekst.replaceAll(eigenAdres, doelen?.sqs ?? '');
    const door = bekend.naam === 'DynamoDB' ? tabel.voorbereid(operatie, invoer) : invoer;
    const tekst = aanDienst(JSON.stringify(door));
    const gekregen = await geefDoor(agent, doelen[bekend.adres], verzoek.headers, tekst);
    tel(bekend.naam, operatie, invoer, gekregen);
    const { 'transfer-encoding': _, ...headers } = gekregen.headers;
    antwoord.writeHead(gekregen.status, headers).end(gekregen.body);
  };

  const server = createServer((verzoek, antwoord) => {
    bedien(verzoek, antwoord).catch((fout: unknown) => {
      meldFout(fout);
      antwoord.destroy();
    });
  });

  return {
    tussen: (diensten) =>
      new Promise((resolve, reject) => {
        doelen = diensten;
        server.once('error', reject);
        server.listen(0, '127.0.0.1', () => {
          eigenAdres = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
          resolve({ ...diensten, ...Object.fromEntries(DIENSTEN.map(({ adres }) => [adres, eigenAdres])) });
        });
      }),
    close: () => {
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
};

const DIENSTEN = [
  { begin: 'DynamoDB_', naam: 'DynamoDB', adres: 'dynamodb' },
  { begin: 'AmazonSQS', naam: 'SQS', adres: 'sqs' },
  { begin: 'AWSEvents', naam: 'EventBridge', adres: 'events' },
  { begin: 'secretsmanager', naam: 'Secrets Manager', adres: 'secretsmanager' },
] as const satisfies readonly { begin: string; naam: string; adres: keyof Endpoints }[];
