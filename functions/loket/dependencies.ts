import type { SendMail } from '../../adapters/mail/mailer.ts';
import type { Pseudonyms } from '../../adapters/secrets/pseudonyms.ts';
import type { Seals } from '../../adapters/secrets/seals.ts';
import type { Challenges } from '../../adapters/table/challenges.ts';
import type { FindingCounts } from '../../adapters/table/findings.ts';
import type { Kanalen } from '../../adapters/table/kanalen.ts';
import type { LinkMails } from '../../adapters/table/link-mails.ts';
import type { Mails } from '../../adapters/table/mails.ts';
import type { Medewerkers } from '../../adapters/table/medewerkers.ts';
import type { Passkeys } from '../../adapters/table/passkeys.ts';
import type { SignInLinks } from '../../adapters/table/sign-in-links.ts';
import type { Gemeentecode } from '../../contracts/base-types.ts';
import type {
  Dependencies,
  PullDependencies,
  SharedDependencies,
  TokenContent,
} from '../shared/rest/dependencies.ts';
import type { SignIn } from './sign-in.ts';

/** What the pages need of what the API needs: they show what it shows, by the same code. */
export type LoketDependencies = Pick<
  Dependencies,
  | 'acceptances'
  | 'deliveryQueue'
  | 'books'
  | 'bus'
  | 'clock'
  | 'feeds'
  | 'gemeenten'
  | 'limits'
  | 'lists'
  | 'mijlpalen'
  | 'post'
  | 'readable'
  | 'replies'
  | 'sources'
> &
  Pick<SharedDependencies, 'admissions' | 'log'> &
  Pick<PullDependencies, 'pageSize'> & {
    readonly kanalen: Kanalen;
    readonly logboek: SharedDependencies['logboek'];
    readonly telemetry: Dependencies['telemetry'];
    readonly ontvangsten: Pick<
      Dependencies['ontvangsten'],
      'list' | 'accept' | 'read' | 'kept' | 'countOpen' | 'heropnemen'
    >;
    readonly postvak: Pick<Dependencies['postvak'], 'list' | 'find' | 'confirm' | 'count'>;
    readonly herleveringen: Pick<Dependencies['herleveringen'], 'count' | 'begin'>;
    readonly pseudonyms: Pick<Dependencies['pseudonyms'], 'afdruk' | 'ontvangstId'> &
      Pick<Pseudonyms, 'medewerker'>;
    readonly erasings: Pick<Dependencies['erasings'], 'view'>;
    readonly zaken: Pick<
      Dependencies['zaken'],
      | 'findZaak'
      | 'zaakForGemeente'
      | 'tijdlijn'
      | 'termijnen'
      | 'intake'
      | 'membersOf'
      | 'reportsBy'
      | 'gemeenteOf'
      | 'nogTeVersturen'
      | 'wachtOpGegevens'
    >;
    /** The dead letters that the watch counted, by the name that `hub redrive` gives their place. */
    readonly deadLetters: () => Promise<FindingCounts>;
    /** Who wants a mail, where mails leave. */
    readonly mails?: Pick<Mails, 'choice' | 'state' | 'choose' | 'refused'> | undefined;
    /** To whom links to sign in went, where mails leave. */
    readonly linkMails?: Pick<LinkMails, 'sent' | 'returned'> | undefined;
    readonly seals: Seals;
    /** Undefined where the environment names no issuer for it: then nobody signs in. */
    readonly signIn?: SignIn | undefined;
    /** What an id token says of an organisation, by the profile of its issuer; undefined when it must be refused. */
    readonly checkIdToken: (token: string) => Promise<TokenContent | undefined>;
    /** Who may speak for which organisation, as their gemeente wrote down. */
    readonly medewerkers: Medewerkers;
    readonly links: SignInLinks;
    /** What signs somebody in once: the answer of an authenticator, and the choice of an organisation. */
    readonly challenges: Challenges;
    readonly passkeys: Passkeys;
    /** The gemeenten that allow them. */
    readonly withPasskeys: ReadonlySet<Gemeentecode>;
    /** Undefined where the environment sends no mail: then nobody is sent a link. */
    readonly sendMail?: SendMail | undefined;
    /** Where people see the pages: with which a link in a mail begins. */
    readonly address: string;
    /** The cookies go over TLS alone, except on one's own machine. */
    readonly secure: boolean;
  };
