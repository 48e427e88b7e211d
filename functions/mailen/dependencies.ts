import type { SendMail } from '../../adapters/mail/mailer.ts';
import type { ReturnedMails } from '../../adapters/mail/returned.ts';
import type { Kanalen } from '../../adapters/table/kanalen.ts';
import type { LinkMails } from '../../adapters/table/link-mails.ts';
import type { Mails } from '../../adapters/table/mails.ts';
import type { Feeds } from '../../adapters/table/postvak/feeds.ts';
import type { KanaalId } from '../../domain/partners/address.ts';
import type { Telemetry } from '../shared/telemetry.ts';

/** What a run of the mails needs. */
export interface MailDependencies {
  readonly mails: Pick<Mails, 'wanted' | 'choice' | 'state' | 'follow'>;
  readonly linkMails: Pick<LinkMails, 'toLookUp' | 'read' | 'found'>;
  readonly kanalen: Pick<Kanalen, 'settingsOfAll'>;
  readonly feeds: Pick<Feeds, 'herzienOp'>;
  /** How many messages of a partner lie ready that were put up to a moment. */
  readonly countReady: (kanaal: KanaalId, until: string) => Promise<number>;
  readonly sendMail: SendMail;
  readonly returned: ReturnedMails;
  /** Waits so many milliseconds. */
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly telemetry: Pick<Telemetry<never>, 'info' | 'fout'>;
  /** Where the pages are. */
  readonly address: string;
  readonly now: Date;
}
