import { SOURCE_HUB, SOURCE_INBOUND } from '../../../contracts/internal/bus-events.ts';
import { SENT_ATTRIBUTES } from '../../../contracts/internal/sent-attributes.ts';
import type { FUNCTIONS } from '../../../infra/names.ts';
import {
  acceptance,
  counted,
  dataKey,
  event,
  invoke,
  item,
  list,
  logboek,
  logged,
  mail,
  message,
  openSecret,
  other,
  partnerDeadLetters,
  partnerQueue,
  queue,
  type Request,
  returnedMail,
  secret,
  table,
} from './requests.ts';

/** The rights of each function: the table that `docs/rights.md` shows, and that the policies are tested against. */

export type Row = {
  /** The sentence of the documentation: "api may …", "api may not …". */
  readonly what: string;
  readonly may: boolean;
  /** All of these are allowed, or none of them is. */
  readonly requests: readonly Request[];
};

const may = (what: string, ...requests: readonly Request[]): Row => ({ what, may: true, requests });
const mayNot = (what: string, ...requests: readonly Request[]): Row => ({ what, may: false, requests });

const COA = event(SOURCE_INBOUND, 'nl.tvs.koppeling.geregistreerd.v1');
const REPORTED = event(SOURCE_INBOUND, 'nl.inburgeringszaken.woning.bezichtigd.v1');
const UPDATED = event(SOURCE_HUB, 'nl.inburgeringszaken.zaak.bijgewerkt.v1');
const ERASE = event(SOURCE_HUB, 'nl.inburgeringszaken.zaak.wissen.v1');
const WARNED = event(SOURCE_HUB, 'nl.inburgeringszaken.abonnement.gewaarschuwd.v1');

const READ_TIMELINE = [item('Query', 'ZAAK#1'), item('GetItem', 'ZAAK#1')];
/** Any request about the partition of a timeline, whatever attributes it names. */
const REACH_TIMELINE = ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'ConditionCheckItem'].flatMap(
  (action) => [item(action, 'ZAAK#1'), item(action, 'ZAAK#1', ['pk', 'sk', 'status'])],
);
/** Receipts, koppelingen and whose a number is, read in every way. */
const NUMBERS = ['ONTVANGST#1', 'KOPPELING#1', 'BSN#1'].flatMap((key) => [
  item('GetItem', key),
  item('Query', key),
]);
const PSEUDONYMS = [secret('HmacGeheim'), openSecret('HmacGeheim')];
const WEBHOOK_SECRETS = [secret('WebhookGeheim'), openSecret('WebhookGeheim')];

/** The pace of an organisation, of which all instances reserve. */
const COUNTS_REQUESTS = may(
  'count the requests of an organisation',
  ...['GetItem', 'PutItem', 'UpdateItem'].map((action) => item(action, 'LIMIET#1')),
);

/** No function deletes items, except `wissen`. */
const KEEPS = mayNot(
  'delete an item',
  ...['ZAAK#1', 'POSTVAK#1', 'ONTVANGST#1'].map((key) => item('DeleteItem', key)),
);

/**
 * A right that only some functions have: `api`, `loket` and `ophalen`, which show a person, and `wissen`, which erases a person.
 */
const NO_LOGBOOK = mayNot('read the logbook, or add to it', logged('Query'), logged('PutItem'));

/** Requests that no function may make, whatever its task. */
export const NOBODY: readonly Row[] = [
  mayNot(
    'delete items in a batch or by PartiQL',
    ...['BatchWriteItem', 'PartiQLDelete'].map((action) => item(action, 'ZAAK#1')),
  ),
  mayNot(
    'change or remove a record of the logbook, or read the logbook from one end to the other',
    ...['UpdateItem', 'DeleteItem', 'BatchWriteItem'].map(logged),
    logboek('Scan'),
  ),
  mayNot('read the table from one end to the other', table('Scan'), table('ExportTableToPointInTime')),
  mayNot(
    'change, copy or delete the table',
    ...['UpdateTable', 'DeleteTable', 'CreateBackup', 'UpdateContinuousBackups'].map(table),
  ),
  mayNot(
    'reach a partition that the hub does not have',
    ...['GetItem', 'Query', 'PutItem', 'UpdateItem'].map((action) => item(action, 'ANDERS#1')),
  ),
  mayNot('read a list of the index that the hub does not have', list('ANDERS#0907')),
  mayNot(
    'put an event of another source on the bus',
    event('aws.s3', 'Object Created'),
    event('anders', 'nl.tvs.koppeling.geregistreerd.v1'),
  ),
  mayNot(
    'give a secret another value, or remove it',
    secret('HmacGeheim', 'PutSecretValue'),
    secret('WebhookGeheim', 'PutSecretValue'),
    secret('HmacGeheim', 'DeleteSecret'),
  ),
  mayNot(
    'use a key other than by way of the service that needs it',
    dataKey('Decrypt'),
    dataKey('GenerateDataKey'),
    other('kms:Decrypt', 'AWS::KMS::Key', 'GeheimenSleutel'),
  ),
  mayNot('read a secret with the key of the data', dataKey('Decrypt', 'secretsmanager')),
  mayNot(
    'disable a key or change who may use it',
    dataKey('ScheduleKeyDeletion'),
    dataKey('DisableKey'),
    dataKey('PutKeyPolicy'),
    dataKey('CreateGrant'),
  ),
  mayNot(
    'take messages from the queue of a partner',
    partnerQueue('ReceiveMessage'),
    partnerQueue('DeleteMessage'),
    partnerQueue('PurgeQueue'),
  ),
  mayNot(
    'change a function or its rights',
    other('lambda:UpdateFunctionCode', 'AWS::Lambda::Function', 'Api'),
    other('lambda:UpdateFunctionConfiguration', 'AWS::Lambda::Function', 'Api'),
    other('iam:PutRolePolicy', 'AWS::IAM::Role', 'ApiRol'),
  ),
];

/** What a function may that empties the queue of this construct. */
const taking = (construct: string): readonly Row[] => [
  may(
    'take messages from its own queue',
    ...['ReceiveMessage', 'DeleteMessage'].map((action) => queue(action, `${construct}Wachtrij`)),
    dataKey('Decrypt', 'sqs'),
  ),
  mayNot(
    'take messages from the queue of another function',
    queue('ReceiveMessage', construct === 'Coa' ? 'BrpWachtrij' : 'CoaWachtrij'),
  ),
  mayNot('take its own dead letters', queue('ReceiveMessage', `${construct}DodeBrieven`)),
];

/** What the functions have in common that take the messages of a source in. */
const processor = (construct: string): readonly Row[] => [
  ...taking(construct),
  may('read timelines and add to them', item('Query', 'ZAAK#1'), item('PutItem', 'ZAAK#1')),
  may(
    'read and add whose a number is, and which persons a koppeling names',
    ...['BSN#1', 'KOPPELING#1'].flatMap((key) => [
      item('Query', key),
      item('GetItem', key),
      item('PutItem', key),
    ]),
  ),
  KEEPS,
  NO_LOGBOOK,
  may('round off receipts', item('PutItem', 'ONTVANGST#1'), item('UpdateItem', 'ONTVANGST#1')),
  mayNot('change an item of a zaak in its place', item('UpdateItem', 'ZAAK#1')),
  may('make pseudonyms of numbers', ...PSEUDONYMS),
  mayNot('read the secrets of webhooks', ...WEBHOOK_SECRETS),
  may('offer messages that waited, and say that a timeline grew', COA, UPDATED),
  mayNot('warn of the receiver of an abonnement', WARNED),
  mayNot('read lists of the index, nor what partners chose', list('ZAAK#0907'), item('Query', 'KANAAL#0907')),
  mayNot('send anything to a partner', partnerQueue('SendMessage'), queue('SendMessage', 'WebhookWachtrij')),
];

/** What is said of a message, which lies apart from it. */
const REPLIES = ['GetItem', 'Query', 'PutItem'].map((action) => item(action, 'ANTWOORD#1'));
const REPLY_CHANGED = item('UpdateItem', 'ANTWOORD#1');

/** What the API and the pages do with the messages of a partner. */
const TENDS_MESSAGES: readonly Row[] = [
  may('read and confirm the messages to a partner', message('Query'), message('UpdateItem')),
  may(
    'write and read what is said of a message, and list it',
    ...REPLIES,
    REPLY_CHANGED,
    list('LUKTNIET#0907/balk'),
    list('ANTWOORD#0907/balk'),
  ),
  mayNot('put a message to a partner', message('PutItem')),
];

const HUB_MAIL = 'inburgeringshub@hub.example';
/** By the address itself, or by its domain. */
const HUB_MAILS = [mail(HUB_MAIL, HUB_MAIL), mail(HUB_MAIL, 'hub.example')];

const MAILS: readonly Row[] = [
  may('send a mail from the address of the hub', ...HUB_MAILS),
  mayNot('send a mail from another address', mail('directie@hub.example', 'hub.example')),
];

export const ROWS: Readonly<Record<(typeof FUNCTIONS)[number], readonly Row[]>> = {
  api: [
    KEEPS,
    may(
      'store a receipt and take it up again',
      item('PutItem', 'ONTVANGST#1'),
      item('UpdateItem', 'ONTVANGST#1'),
    ),
    may('read many receipts at once, for the books', item('BatchGetItem', 'ONTVANGST#1')),
    mayNot('read anything else that way', item('BatchGetItem', 'ZAAK#1'), item('BatchGetItem', 'POSTVAK#1')),
    may('read timelines', ...READ_TIMELINE),
    may(
      'read who was admitted, and who was shut out',
      item('GetItem', 'TOELATING'),
      item('Query', 'UITGESLOTEN'),
    ),
    mayNot(
      'admit somebody, or let in who was shut out by an operator',
      item('PutItem', 'TOELATING'),
      item('PutItem', 'UITGESLOTEN'),
      item('UpdateItem', 'UITGESLOTEN'),
    ),
    mayNot('add to a timeline, or change one', item('PutItem', 'ZAAK#1'), item('UpdateItem', 'ZAAK#1')),
    ...TENDS_MESSAGES,
    mayNot('write whose a number is', item('PutItem', 'BSN#1'), item('PutItem', 'KOPPELING#1')),
    may(
      'write what partners chose and ask for, and whom a gemeente shut out',
      ...['KANAAL#0907', 'ABONNEMENT#1', 'HERLEVERING#1', 'FEED#0907'].map((key) => item('PutItem', key)),
    ),
    may(
      'read the lists that it shows',
      list('LIJST#0907#lopend'),
      list('POST#0907/balk#klaargezet'),
      list('ONTVANGST#wacht'),
    ),
    COUNTS_REQUESTS,
    may('put messages of sources on the bus', COA),
    may('add to the logbook and to what was accepted, and read both', logged('PutItem'), logged('Query')),
    may('decide that a person is erased, and order it', item('PutItem', 'WISSING#1'), ERASE),
    mayNot('say in the name of the hub that something happened', UPDATED, WARNED),
    may('make pseudonyms of numbers', ...PSEUDONYMS),
    may('seal the secrets of webhooks', ...WEBHOOK_SECRETS),
    may('order a delivery', queue('SendMessage', 'WebhookWachtrij'), dataKey('GenerateDataKey', 'sqs')),
    may('count what lies in the queue of a partner', partnerQueue('GetQueueAttributes')),
    mayNot(
      'put a message in the queue of a partner or of a function',
      partnerQueue('SendMessage'),
      queue('SendMessage', 'CoaWachtrij'),
    ),
  ],
  ophalen: [
    KEEPS,
    may(
      'list and read the messages to partners',
      list('POST#0907/balk#klaargezet'),
      list('POST#0907/balk#bezig'),
      message('Query'),
    ),
    may('read what partners chose', item('Query', 'KANAAL#0907'), item('GetItem', 'FEED#0907')),
    may(
      'read who was admitted, and who was shut out',
      item('GetItem', 'TOELATING'),
      item('Query', 'UITGESLOTEN'),
    ),
    mayNot('admit or shut out anybody', item('PutItem', 'TOELATING'), item('PutItem', 'UITGESLOTEN')),
    may('write in the logbook', logged('PutItem')),
    mayNot('read the logbook', logged('GetItem'), logged('Query')),
    may('take a place to wait, and give it back', item('GetItem', 'LIMIET#1'), item('PutItem', 'LIMIET#1')),
    COUNTS_REQUESTS,
    mayNot('reach the partition of a timeline', ...REACH_TIMELINE),
    mayNot('read a receipt, a koppeling or whose a number is', ...NUMBERS),
    mayNot('change or confirm a message', message('UpdateItem'), message('PutItem')),
    mayNot(
      'change what partners chose',
      ...['KANAAL#0907', 'ABONNEMENT#1', 'HERLEVERING#1', 'FEED#0907'].map((key) => item('PutItem', key)),
    ),
    mayNot(
      'list zaken, receipts or terms',
      list('ZAAK#0907'),
      list('LIJST#0907#lopend'),
      list('ONTVANGST#wacht'),
      list('UITGAAND'),
    ),
    mayNot('read any secret', ...PSEUDONYMS, ...WEBHOOK_SECRETS),
    mayNot('put anything on the bus', COA, UPDATED, WARNED),
    mayNot(
      'send anything to a partner or a function',
      partnerQueue('SendMessage'),
      queue('SendMessage', 'WebhookWachtrij'),
      queue('SendMessage', 'CoaWachtrij'),
    ),
  ],
  loket: [
    KEEPS,
    may('read timelines', ...READ_TIMELINE),
    mayNot('add to a timeline, or change one', item('PutItem', 'ZAAK#1'), item('UpdateItem', 'ZAAK#1')),
    ...TENDS_MESSAGES,
    may(
      'read what partners chose',
      item('Query', 'KANAAL#0907'),
      item('GetItem', 'KANAAL#0907'),
      item('GetItem', 'FEED#0907'),
    ),
    may(
      'choose the door of a partner, beside which lies whom a gemeente shut out, and ask for its messages again',
      ...['KANAAL#0907', 'HERLEVERING#1', 'FEED#0907'].map((key) => item('PutItem', key)),
    ),
    may(
      'keep who wants a mail when there is something to read',
      item('Query', 'MAIL#0907'),
      item('PutItem', 'MAIL#0907'),
    ),
    ...MAILS,
    may('read how the receiver of an abonnement does', item('GetItem', 'ABONNEMENT#1')),
    mayNot('write about an abonnement', item('PutItem', 'ABONNEMENT#1')),
    may(
      'read who was admitted, and who was shut out',
      item('GetItem', 'TOELATING'),
      item('Query', 'UITGESLOTEN'),
    ),
    mayNot(
      'admit somebody, or let in who was shut out by an operator',
      item('PutItem', 'TOELATING'),
      item('PutItem', 'UITGESLOTEN'),
    ),
    may(
      'look up whose a number is, and count the searches',
      item('Query', 'BSN#1'),
      item('UpdateItem', 'LIMIET#1'),
    ),
    COUNTS_REQUESTS,
    mayNot('write whose a number is', item('PutItem', 'BSN#1'), item('PutItem', 'KOPPELING#1')),
    may(
      'take in and read receipts, and take one up again',
      item('PutItem', 'ONTVANGST#1'),
      item('GetItem', 'ONTVANGST#1'),
      item('UpdateItem', 'ONTVANGST#1'),
    ),
    may('read many receipts at once, for the books', item('BatchGetItem', 'ONTVANGST#1')),
    mayNot('read anything else that way', item('BatchGetItem', 'ZAAK#1'), item('BatchGetItem', 'POSTVAK#1')),
    may('read what the watch found', item('GetItem', 'BEWAKING')),
    mayNot('write what the watch found', item('PutItem', 'BEWAKING'), item('UpdateItem', 'BEWAKING')),
    mayNot('read a koppeling', item('GetItem', 'KOPPELING#1')),
    may(
      'read and write who may speak for an organisation, and the links and passkeys by which they sign in',
      item('GetItem', 'MEDEWERKER#0907'),
      item('Query', 'MEDEWERKER#0907'),
      item('PutItem', 'MEDEWERKER#0907'),
      item('GetItem', 'AANMELDLINK#1'),
      item('PutItem', 'AANMELDLINK#1'),
      item('GetItem', 'PASSKEY#1'),
      item('Query', 'PASSKEY#1'),
      item('PutItem', 'PASSKEY#1'),
    ),
    mayNot('list links', item('Query', 'AANMELDLINK#1'), list('AANMELDLINK#1')),
    may('write down which challenge an authenticator answered', item('PutItem', 'PASSKEYVRAAG#1')),
    mayNot(
      'read which challenges were answered, or list the passkeys of everybody',
      item('GetItem', 'PASSKEYVRAAG#1'),
      item('Query', 'PASSKEYVRAAG#1'),
      list('PASSKEY#1'),
    ),
    may('read the figures', item('Query', 'MIJLPALEN#0907')),
    may(
      'read the lists that it shows',
      list('LIJST#0907#lopend'),
      list('POST#0907/balk#klaargezet'),
      list('ONTVANGST#wacht'),
      list('UITGAAND'),
    ),
    may('write in the logbook', logged('PutItem')),
    may('read what was accepted, which lies beside the logbook', acceptance('Query')),
    mayNot('read the logbook', logged('GetItem'), logged('Query')),
    may('make pseudonyms of numbers', ...PSEUDONYMS),
    mayNot('read the secrets of webhooks', ...WEBHOOK_SECRETS),
    mayNot('decide that a person is erased', item('PutItem', 'WISSING#1'), ERASE),
    may(
      'put what a gemeente or a partner reports on the bus, and a message that is taken up again',
      REPORTED,
      COA,
    ),
    mayNot('put anything of the hub on the bus', UPDATED, WARNED),
    may('order a delivery', queue('SendMessage', 'WebhookWachtrij')),
    mayNot(
      'put a message in the queue of a partner or of another function',
      partnerQueue('SendMessage'),
      queue('SendMessage', 'CoaWachtrij'),
    ),
  ],
  coa: processor('Coa'),
  brp: processor('Brp'),
  meldingen: processor('Meldingen'),
  duo: [
    ...processor('Duo'),
    may('postpone its own messages', queue('ChangeMessageVisibility', 'DuoWachtrij')),
    may(
      'keep which questions to DUO have no answer yet',
      item('GetItem', 'DUOVRAAG#1'),
      item('PutItem', 'DUOVRAAG#1'),
      item('UpdateItem', 'DUOVRAAG#1'),
    ),
  ],
  duomeldingen: [
    KEEPS,
    NO_LOGBOOK,
    ...taking('Duomeldingen'),
    may('postpone its own messages', queue('ChangeMessageVisibility', 'DuomeldingenWachtrij')),
    may(
      'read timelines, add what DUO was told, and take a zaak in hand',
      ...READ_TIMELINE,
      item('PutItem', 'ZAAK#1'),
    ),
    may(
      'keep under which number DUO has an employee of a gemeente',
      item('GetItem', 'DUOCONTACT#0907'),
      item('PutItem', 'DUOCONTACT#0907'),
    ),
    mayNot('change an item of a zaak in its place', item('UpdateItem', 'ZAAK#1')),
    mayNot('read a receipt, a koppeling or whose a number is', ...NUMBERS),
    mayNot(
      'read lists of the index, nor what partners chose',
      list('ZAAK#0907'),
      item('Query', 'KANAAL#0907'),
    ),
    mayNot('read any secret', ...PSEUDONYMS, ...WEBHOOK_SECRETS),
    may('say that a timeline grew', UPDATED),
    mayNot('offer a message of a source, or warn of the receiver of an abonnement', COA, WARNED),
    mayNot(
      'send anything to a partner',
      partnerQueue('SendMessage'),
      queue('SendMessage', 'WebhookWachtrij'),
    ),
  ],
  partnerberichten: [
    KEEPS,
    NO_LOGBOOK,
    ...taking('Partnerberichten'),
    may('read timelines, and what partners chose', item('Query', 'ZAAK#1'), item('Query', 'KANAAL#0907')),
    may(
      'read, put and move messages to partners, and strike off what is sent',
      message('Query'),
      message('PutItem'),
      message('UpdateItem'),
      item('PutItem', 'BERICHT#1'),
      item('UpdateItem', 'ZAAK#1', SENT_ATTRIBUTES),
    ),
    mayNot(
      'add to a timeline, or change what one says',
      item('PutItem', 'ZAAK#1'),
      item('UpdateItem', 'ZAAK#1', ['pk', 'sk', 'inhoud']),
      item('UpdateItem', 'ZAAK#1', ['pk', 'sk', 'status', 'verlooptOp']),
    ),
    may('take what a partner cannot do off its list, once that partner hears that it is over', REPLY_CHANGED),
    mayNot('read or say anything of a message', ...REPLIES),
    may('send to the queues of partners', partnerQueue('SendMessage'), dataKey('GenerateDataKey', 'sqs')),
    mayNot('send to their dead letters', partnerDeadLetters('SendMessage')),
    mayNot('read a receipt or whose a number is', item('GetItem', 'ONTVANGST#1'), item('Query', 'BSN#1')),
    mayNot('read any secret', ...PSEUDONYMS, ...WEBHOOK_SECRETS),
    mayNot('put anything on the bus', COA, UPDATED, WARNED),
  ],
  webhook: [
    KEEPS,
    NO_LOGBOOK,
    ...taking('Webhook'),
    may('read and move messages to partners', message('Query'), message('PutItem'), message('UpdateItem')),
    mayNot('reach the partition of a timeline', ...REACH_TIMELINE),
    mayNot(
      'reach a receipt, a koppeling or whose a number is',
      ...['ONTVANGST#1', 'KOPPELING#1', 'BSN#1', 'MIJLPALEN#0907'].flatMap((key) => [
        item('GetItem', key),
        item('Query', key),
        item('PutItem', key),
      ]),
    ),
    may(
      'read and write what partners chose, and how their receivers do',
      ...['KANAAL#0907', 'ABONNEMENT#1', 'HERLEVERING#1', 'FEED#0907'].flatMap((key) => [
        item('GetItem', key),
        item('PutItem', key),
      ]),
    ),
    may('list messages to partners', list('POST#0907/balk#klaargezet'), list('BAAN')),
    mayNot(
      'list zaken, receipts or terms',
      list('ZAAK#0907'),
      list('LIJST#0907#lopend'),
      list('ONTVANGST#ontvangen'),
      list('UITGAAND'),
    ),
    may('open the secrets of webhooks', ...WEBHOOK_SECRETS),
    mayNot('make pseudonyms of numbers', ...PSEUDONYMS),
    may('warn of the receiver of an abonnement', WARNED),
    mayNot('offer a message of a source, or say that a timeline grew', COA, UPDATED),
    may(
      'send to the queues of partners, and order deliveries',
      partnerQueue('SendMessage'),
      queue('SendMessage', 'WebhookWachtrij'),
    ),
    mayNot('send to the dead letters of partners', partnerDeadLetters('SendMessage')),
  ],
  bewaking: [
    KEEPS,
    NO_LOGBOOK,
    may(
      'offer again what stayed behind',
      item('UpdateItem', 'ONTVANGST#1'),
      list('ONTVANGST#ontvangen'),
      COA,
    ),
    may(
      'tell of terms: read timelines, add to them and say so',
      ...READ_TIMELINE,
      item('PutItem', 'ZAAK#1'),
      UPDATED,
    ),
    may('take the content out of old messages', message('UpdateItem')),
    may('move messages that an earlier version put', message('PutItem'), item('UpdateItem', 'ZAAK#1')),
    mayNot('warn of the receiver of an abonnement', WARNED),
    mayNot('read or write whose a number is', item('Query', 'BSN#1'), item('PutItem', 'BSN#1')),
    mayNot('change what partners chose', item('PutItem', 'KANAAL#0907'), item('PutItem', 'ABONNEMENT#1')),
    mayNot('read any secret', ...PSEUDONYMS, ...WEBHOOK_SECRETS),
    may('order deliveries', queue('SendMessage', 'WebhookWachtrij'), dataKey('GenerateDataKey', 'sqs')),
    may(
      'count what lies in the queues of functions and partners, and among their dead letters',
      queue('GetQueueAttributes', 'CoaWachtrij'),
      queue('GetQueueAttributes', 'CoaDodeBrieven'),
      queue('GetQueueAttributes', 'CoaRegelDodeBrieven'),
      partnerQueue('GetQueueAttributes'),
      partnerDeadLetters('GetQueueAttributes'),
    ),
    mayNot(
      'read any of that',
      queue('ReceiveMessage', 'CoaDodeBrieven'),
      partnerDeadLetters('ReceiveMessage'),
    ),
    may('note what it found', item('Query', 'BEWAKING'), item('PutItem', 'BEWAKING')),
    mayNot(
      'put a message in the queue of a partner or of another function',
      partnerQueue('SendMessage'),
      queue('SendMessage', 'CoaWachtrij'),
    ),
  ],
  mailen: [
    KEEPS,
    NO_LOGBOOK,
    ...MAILS,
    may(
      'read who wants a mail, and keep how far it is',
      list('MAIL'),
      item('GetItem', 'MAIL#0907'),
      item('PutItem', 'MAIL#0907'),
    ),
    may('read what partners chose', item('Query', 'KANAAL#0907'), item('GetItem', 'FEED#0907')),
    may('count what lies ready for a partner', counted('POST#0907/mage#klaargezet')),
    may(
      'see whether mails to an address came back, and have SES send there again',
      returnedMail('GetSuppressedDestination'),
      returnedMail('DeleteSuppressedDestination'),
    ),
    mayNot(
      'see all addresses of which mails came back, or put one there',
      returnedMail('ListSuppressedDestinations'),
      returnedMail('PutSuppressedDestination'),
    ),
    mayNot(
      'read a message, or list one',
      list('POST#0907/mage#klaargezet'),
      message('Query'),
      message('GetItem'),
    ),
    mayNot('reach the partition of a timeline', ...REACH_TIMELINE),
    mayNot('read a receipt, a koppeling or whose a number is', ...NUMBERS),
    mayNot('change what partners chose', item('PutItem', 'KANAAL#0907'), item('PutItem', 'FEED#0907')),
    mayNot('read any secret', ...PSEUDONYMS, ...WEBHOOK_SECRETS),
    mayNot('put anything on the bus', COA, UPDATED, WARNED),
    mayNot(
      'send anything to a partner',
      partnerQueue('SendMessage'),
      queue('SendMessage', 'WebhookWachtrij'),
    ),
  ],
  wissen: [
    may('write in the logbook what a timeline recorded, before that goes', logged('PutItem')),
    mayNot('read the logbook', logged('GetItem'), logged('Query')),
    ...taking('Wissen'),
    may(
      'delete what is about a person: timelines, messages, what was said of those, and whose a number is',
      ...[
        'ZAAK#1',
        'POSTVAK#1',
        'ANTWOORD#1',
        'BSN#1',
        'KOPPELING#1',
        'BERICHT#1',
        'MIJLPALEN#0907',
        'DUOVRAAG#1',
      ].map((key) => item('DeleteItem', key)),
    ),
    mayNot(
      'delete a receipt, or what partners chose',
      ...['ONTVANGST#1', 'KANAAL#0907', 'ABONNEMENT#1'].map((key) => item('DeleteItem', key)),
    ),
    may('take the content out of receipts', item('UpdateItem', 'ONTVANGST#1')),
    may('list what is to be erased, and what is past its term', list('GEWIST'), list('BEWAREN#0907')),
    may('make pseudonyms of numbers', ...PSEUDONYMS),
    mayNot('read the secrets of webhooks', ...WEBHOOK_SECRETS),
    may('say that a timeline grew', UPDATED),
    mayNot('order that a person is erased, or warn of the receiver of an abonnement', ERASE, WARNED),
    mayNot(
      'send anything to a partner',
      partnerQueue('SendMessage'),
      queue('SendMessage', 'WebhookWachtrij'),
    ),
  ],
  herstel: [
    KEEPS,
    NO_LOGBOOK,
    may(
      'take dead letters, and put them back where they belong',
      queue('ReceiveMessage', 'CoaDodeBrieven'),
      queue('SendMessage', 'CoaWachtrij'),
      partnerDeadLetters('ReceiveMessage'),
      partnerQueue('SendMessage'),
    ),
    mayNot(
      'take messages from a queue that is not one of dead letters',
      queue('ReceiveMessage', 'CoaWachtrij'),
      queue('ReceiveMessage', 'WebhookWachtrij'),
    ),
    may('invoke the watch, and mailen', invoke('Bewaking'), invoke('Mailen')),
    mayNot('invoke another function', invoke('Api'), invoke('Coa')),
    mayNot('reach the table', ...READ_TIMELINE, item('PutItem', 'ZAAK#1'), list('ZAAK#0907')),
    mayNot('read any secret', ...PSEUDONYMS, ...WEBHOOK_SECRETS),
    mayNot('put anything on the bus', COA, UPDATED, WARNED),
  ],
};
