import * as z from 'zod';
import { Gemeentecode, Oin } from '../../contracts/base-types.ts';
import { arn } from './arn.ts';
import { Domain } from './domain.ts';
import { HttpsAddress, Loket, OwnPool, Tokens } from './issuers.ts';

/** What the file of an environment may say, setting by setting. What they ask of each other stands in `checks.ts`. */

/** The names of the environments. `lokaal` is this machine or an emulator and never has an account. */
export const ENVIRONMENTS = ['lokaal', 'ontwikkel', 'test', 'acceptatie', 'productie'] as const;

/** The environments that must keep their data, and in which nobody practises. */
export const MUST_KEEP: readonly string[] = ['acceptatie', 'productie'];

const Account = z.string().regex(/^\d{12}$/, 'moet uit twaalf cijfers bestaan');
const Email = z.email('moet een e-mailadres zijn');
const Days = z.int().min(1).max(365);

/** What an account has at once in a region, by the quota that AWS gives, without the hundred that it keeps for what reserves none. */
export const MOST_AT_ONCE = 900;
const Concurrency = z.int().min(1).max(MOST_AT_ONCE);

const SecretArn = arn(
  /^arn:aws:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+-\w{6}$/,
  'arn:aws:secretsmanager:eu-west-1:<account>:secret:<naam>-<zes tekens>',
);

const Duo = z.strictObject({
  basisUrl: HttpsAddress,
  oin: Oin,
  /** Secret with the client certificate of the hub: JSON with `cert` and `key`, and `ca` when DUO needs it. */
  certificaatGeheimArn: SecretArn.optional(),
  /** The same per gemeente that has a certificate of its own. The hub asks DUO about its persons with that one. */
  gemeenten: z.record(Gemeentecode, z.strictObject({ certificaatGeheimArn: SecretArn })).optional(),
});

const Mail = z.strictObject({
  /** The address that the hub's mails come from. Who administers the account proved to SES that it, or its domain, is theirs. */
  afzender: Email,
});

const Webhook = z.strictObject({
  /** Secret with the client certificate for receivers that ask for one, in the same form as that for DUO. */
  certificaatGeheimArn: SecretArn.optional(),
});

/** A role or user of a partner, or the whole account of the partner. */
const Principal = z
  .string()
  .regex(
    /^(\d{12}|arn:aws:iam::\d{12}:(role|user)\/[\w+=,.@/-]+)$/,
    'moet eruitzien als arn:aws:iam::<account>:role/<naam>, of twaalf cijfers zijn',
  );

const QueueAccess = z.record(
  Gemeentecode,
  z.record(
    z.string(),
    z.strictObject({
      principals: z
        .array(Principal)
        .min(1)
        .max(5)
        .refine((list) => new Set(list).size === list.length, 'noemt een principal twee keer'),
    }),
  ),
);

const LABEL_NAME = /^(?!aws:)(?!toepassing$|omgeving$)[\p{L}\p{N} _.:/=+@-]{1,128}$/u;
const LABEL_VALUE = /^[\p{L}\p{N} _.:/=+@-]{1,256}$/u;

/**
 * Everything that differs between deployments of the hub. Some values that are left out become parameters of the
 * stacks.
 */
export const EnvironmentFields = z.strictObject({
  naam: z.enum(ENVIRONMENTS),
  /** The account of the stacks. With it the CDK refuses to deploy them in another account or region. */
  account: Account.optional(),
  regio: z.enum(['eu-west-1', 'eu-central-1']),
  /** The folder with the profiles of the gemeenten that take part, one file each. A relative path starts in the project. */
  gemeenten: z.string().min(1),
  /** With `bewaren` the data outlives its stack and is protected against deletion; with `weggooien` it is neither. */
  gegevens: z.enum(['bewaren', 'weggooien']),
  bewaarDagen: z.strictObject({
    logs: z.literal([7, 14, 30, 60, 90, 180, 365]),
    archief: Days,
  }),
  /** After how many days an alarm goes off. */
  alarmNaDagen: z.strictObject({
    /** A message waits for a person whom the hub does not know yet. */
    wachtend: Days,
    /** A partner has not received its message. A queue keeps a message for fourteen days. */
    partner: z.int().min(1).max(13),
  }),
  /** After how many days without a message of a source an alarm goes off. */
  stilteDagen: z.strictObject({ coa: Days, brp: Days, duo: Days }),
  /**
   * How many requests for messages can be open at once, of all partners together: the concurrency that is reserved for
   * them. The gateway answers one too many with 504. No other function of the account can use what is reserved.
   */
  ophalenTegelijk: Concurrency,
  /**
   * How many requests the API works on at once: a concurrency that is kept for it, whatever the queues do, and of which it has no
   * more, so that a flood of requests leaves processing the rest. The gateway answers one too many with an error.
   */
  apiTegelijk: Concurrency,
  /** The same of the pages for people. */
  loketTegelijk: Concurrency,
  /**
   * So many batches of one queue are processed at once at most, so that a flood in it leaves the rest to the other queues. Without
   * it that holds of the functions that wait for others alone (`constructs/consumer.ts`); the other queues are asked less often.
   */
  verwerkenTegelijk: z.int().min(2).max(1000).optional(),
  /** The e-mail address that gets every alarm. */
  alarmEmailadres: Email.optional(),
  tokens: Tokens.optional(),
  /** The issuer at which people sign in for the pages of the hub; `publiek` names its client for them. */
  loket: Loket.optional(),
  /** Or a user pool of the hub's own for them, which the stacks bring along. */
  loketEigen: OwnPool.optional(),
  duo: Duo.optional(),
  webhook: Webhook.optional(),
  /** The hub sends mails to people of partners. Without it none leaves. */
  mail: Mail.optional(),
  /** The principals of partners that read their queue from an AWS account of their own, per gemeente and partner. */
  wachtrijToegang: QueueAccess.optional(),
  /** Webhooks may be on this machine, also over http. */
  loopback: z.literal(true).optional(),
  domein: Domain.optional(),
  /** A restored table that the functions use instead of the table of the data stack (docs/runbook.md). */
  hersteldeTabel: z
    .string()
    .regex(/^[a-zA-Z0-9_.-]{3,255}$/, 'moet de naam van een tabel zijn')
    .optional(),
  /** What the account may cost a month in dollars, and the addresses that hear of it beside `alarmEmailadres`. */
  budget: z
    .strictObject({ dollarsPerMaand: z.number().positive(), ookAan: z.array(Email).max(9).default([]) })
    .optional(),
  /**
   * The name of the policy that bounds every role of the stacks, whatever its own policies allow: the permissions
   * boundary, which the administrator of the account made (docs/deploy.md).
   */
  rechtengrens: z
    .string()
    .regex(/^[\w+=,.@-]{1,128}$/, 'moet de naam van een policy zijn')
    .optional(),
  /** A copy of the table in a vault of another account, every night (docs/deploy.md). */
  reservekopie: z
    .strictObject({
      kluisArn: arn(
        /^arn:aws:backup:[a-z0-9-]+:\d{12}:backup-vault:[\w-]{2,50}$/,
        'arn:aws:backup:eu-west-1:<ander account>:backup-vault:<naam>',
      ),
      bewaarDagen: Days,
    })
    .optional(),
  /** The bucket, in the account of the log archive, for the trail of who touched the table (docs/deploy.md). */
  spoor: z
    .strictObject({
      bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'moet de naam van een bucket zijn'),
    })
    .optional(),
  /** Tags beside `toepassing` and `omgeving`, as the gemeente wants them. */
  labels: z.record(
    z.string().regex(LABEL_NAME, 'is geen bruikbare labelnaam'),
    z.string().regex(LABEL_VALUE, 'is geen bruikbare labelwaarde'),
  ),
});

/** The settings of an environment, each of them checked by itself. */
export type EnvironmentFields = Readonly<z.output<typeof EnvironmentFields>>;
