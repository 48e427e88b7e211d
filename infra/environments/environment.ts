import * as z from 'zod';
import { Gemeentecode, OEFENGEMEENTE, Oin } from '../../contracts/base-types.ts';

/** The environments by name. `lokaal` is this machine or an emulator and never gets an account. */
export const ENVIRONMENTS = ['lokaal', 'ontwikkel', 'test', 'acceptatie', 'productie'] as const;

/** Where people count on what is kept; throwing data away there is refused. */
const MUST_KEEP: readonly string[] = ['acceptatie', 'productie'];

const Account = z.string().regex(/^\d{12}$/, 'moet uit twaalf cijfers bestaan');
const Email = z.email('moet een e-mailadres zijn');
const HttpsAddress = z.url({ protocol: /^https$/, error: 'moet een https-adres zijn' });
const Days = z.int().min(1).max(365);

const arn = (form: RegExp, example: string) => z.string().regex(form, `moet eruitzien als ${example}`);

const SecretArn = arn(
  /^arn:aws:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+-\w{6}$/,
  'arn:aws:secretsmanager:eu-west-1:<account>:secret:<naam>-<zes tekens>',
);

const Domain = z.strictObject({
  naam: z.hostname('moet een domeinnaam zijn'),
  /** Certificate in ACM, in the region of the API. */
  certificaatArn: arn(
    /^arn:aws:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/,
    'arn:aws:acm:eu-west-1:<account>:certificate/<id>',
  ),
  /** With a truststore the API demands a client certificate (mutual TLS): the CA certificates, as an object in S3. */
  truststore: z
    .strictObject({
      bucket: z.string().min(3),
      sleutel: z.string().min(1),
      versie: z.string().min(1).optional(),
    })
    .optional(),
});

const Duo = z.strictObject({
  basisUrl: HttpsAddress,
  oin: Oin,
  /** Secret with the client certificate by which the hub makes itself known: JSON with `cert`, `key`, perhaps `ca`. */
  certificaatGeheimArn: SecretArn.optional(),
  /** The same for a gemeente that has a certificate of its own: the hub then asks about its persons with that one. */
  gemeenten: z.partialRecord(Gemeentecode, z.strictObject({ certificaatGeheimArn: SecretArn })).optional(),
});

const Webhook = z.strictObject({
  /** Secret with the client certificate that the hub shows to receivers that ask for one, in the form of DUO's. */
  certificaatGeheimArn: SecretArn.optional(),
});

/** A role or user of a partner, or its whole account. */
const Principal = z
  .string()
  .regex(
    /^(\d{12}|arn:aws:iam::\d{12}:(role|user)\/[\w+=,.@/-]+)$/,
    'moet eruitzien als arn:aws:iam::<account>:role/<naam>, of twaalf cijfers zijn',
  );

const QueueAdmission = z.partialRecord(
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

/** The account of a principal. */
const accountOf = (principal: string): string => /\d{12}/.exec(principal)?.[0] ?? '';

const LABEL_NAME = /^(?!aws:)(?!toepassing$|omgeving$)[\p{L}\p{N} _.:/=+@-]{1,128}$/u;
const LABEL_VALUE = /^[\p{L}\p{N} _.:/=+@-]{1,256}$/u;

/** Everything that differs between two deployments of the hub. What is left out becomes a parameter of the stack. */
export const EnvironmentSchema = z
  .strictObject({
    naam: z.enum(ENVIRONMENTS),
    /** With an account the stacks belong to it and to `regio`: the CDK refuses to deploy them elsewhere. */
    account: Account.optional(),
    regio: z.enum(['eu-west-1', 'eu-central-1']),
    /** Whose partners get a channel; the partners stand in the profile of the gemeente. */
    gemeenten: z
      .array(Gemeentecode)
      .min(1)
      .refine((codes) => new Set(codes).size === codes.length, 'noemt een gemeente twee keer'),
    /** `bewaren`: all that remembers outlives its stack and is protected against deletion; `weggooien`: neither. */
    gegevens: z.enum(['bewaren', 'weggooien']),
    bewaarDagen: z.strictObject({
      logs: z.literal([7, 14, 30, 60, 90, 180, 365]),
      archief: Days,
    }),
    /** After how many days an alarm says that something lies unused. */
    alarmNaDagen: z.strictObject({
      /** A message about a person whom the hub does not know yet. */
      wachtend: Days,
      /** A message that its partner has not fetched; a queue forgets after fourteen days. */
      partner: z.int().min(1).max(13),
    }),
    /** After how many days without any message of a source its silence is worth an alarm. */
    stilteDagen: z.strictObject({ coa: Days, brp: Days, duo: Days }),
    /** Who hears every alarm. */
    alarmEmailadres: Email.optional(),
    tokens: z
      .strictObject({ uitgever: z.string().min(1), publiek: z.string().min(1), jwksUrl: HttpsAddress })
      .optional(),
    duo: Duo.optional(),
    webhook: Webhook.optional(),
    /** Partners that read their queue from an AWS account of their own: per gemeente and partner, with which principals. */
    wachtrijToegang: QueueAdmission.optional(),
    /** Webhooks may lie on this machine, over http too. */
    loopback: z.literal(true).optional(),
    domein: Domain.optional(),
    /** A table that was restored beside that of the data stack and that the functions use instead (docs/runbook.md). */
    hersteldeTabel: z
      .string()
      .regex(/^[a-zA-Z0-9_.-]{3,255}$/, 'moet de naam van een tabel zijn')
      .optional(),
    /** What the account may cost a month, and who hears besides `alarmEmailadres`. AWS counts in dollars. */
    budget: z
      .strictObject({ dollarsPerMaand: z.number().positive(), ookAan: z.array(Email).max(9).default([]) })
      .optional(),
    /** Tags beside `toepassing` and `omgeving`, as the gemeente's IT wants them. */
    labels: z.record(
      z.string().regex(LABEL_NAME, 'is geen bruikbare labelnaam'),
      z.string().regex(LABEL_VALUE, 'is geen bruikbare labelwaarde'),
    ),
  })
  .superRefine((environment, ctx) => {
    const error = (path: string[], message: string): void => ctx.addIssue({ code: 'custom', path, message });
    if (MUST_KEEP.includes(environment.naam) && environment.gegevens !== 'bewaren') {
      error(['gegevens'], `moet bewaren zijn in ${environment.naam}`);
    }
    if (MUST_KEEP.includes(environment.naam) && environment.gemeenten.includes(OEFENGEMEENTE)) {
      error(
        ['gemeenten'],
        `mag ${OEFENGEMEENTE} niet noemen in ${environment.naam}: die gemeente bestaat niet`,
      );
    }
    if (environment.naam === 'lokaal' && environment.account !== undefined) {
      error(['account'], 'hoort niet bij lokaal');
    }
    if (environment.naam !== 'lokaal' && environment.loopback !== undefined) {
      error(['loopback'], 'mag alleen in lokaal: elders komt niets van buiten op de eigen machine uit');
    }
    for (const [gemeentecode, partners] of Object.entries(environment.wachtrijToegang ?? {})) {
      for (const [partner, { principals }] of Object.entries(partners)) {
        const pad = ['wachtrijToegang', gemeentecode, partner];
        // A statement in a policy that names its own account opens the queue to every role in it.
        if (principals.some((principal) => accountOf(principal) === environment.account)) {
          error([...pad, 'principals'], 'ligt in het account van de hub zelf');
        }
      }
    }
    for (const gemeentecode of Object.keys(environment.duo?.gemeenten ?? {})) {
      if (environment.gemeenten.some((known) => known === gemeentecode)) continue;
      error(['duo', 'gemeenten', gemeentecode], 'doet niet mee in deze omgeving');
    }
    const arns: Readonly<Record<string, string | undefined>> = {
      'domein.certificaatArn': environment.domein?.certificaatArn,
      'duo.certificaatGeheimArn': environment.duo?.certificaatGeheimArn,
      ...Object.fromEntries(
        Object.entries(environment.duo?.gemeenten ?? {}).map(([gemeentecode, { certificaatGeheimArn }]) => [
          `duo.gemeenten.${gemeentecode}.certificaatGeheimArn`,
          certificaatGeheimArn,
        ]),
      ),
      'webhook.certificaatGeheimArn': environment.webhook?.certificaatGeheimArn,
    };
    for (const [field, value] of Object.entries(arns)) {
      const [, , , regio, account] = value?.split(':') ?? [];
      if (regio === undefined) continue;
      if (regio !== environment.regio)
        error(field.split('.'), `ligt in ${regio}, de omgeving in ${environment.regio}`);
      if (environment.account !== undefined && account !== environment.account) {
        error(field.split('.'), 'ligt in een ander account dan de omgeving');
      }
    }
  });

/** An environment as a human writes it. */
export type EnvironmentInput = z.input<typeof EnvironmentSchema>;

/** An environment that was checked. */
export type Environment = Readonly<z.output<typeof EnvironmentSchema>>;

/** What an environment may cost a month, and who hears. */
export type Budget = NonNullable<Environment['budget']>;

/** The name of an environment, as in `cdk … -c omgeving=acceptatie`. */
export type EnvironmentName = (typeof ENVIRONMENTS)[number];

/** Checks what a human wrote; the error names every field that is wrong, and the environment. */
export const readEnvironment = (input: EnvironmentInput): Environment => {
  const parsed = EnvironmentSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(
    ({ path, message }) => `  ${path.join('.') || '(bestand)'}: ${message}`,
  );
  throw new Error(`omgeving ${input.naam} klopt niet:\n${errors.join('\n')}`);
};
