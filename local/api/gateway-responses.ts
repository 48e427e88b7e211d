/** The answers that API Gateway gives without the function. Their form follows the GatewayResponses of the template. */

export interface GatewayResponseDefinition {
  readonly type: string;
  readonly statusCode?: number | undefined;
  readonly parameters: Readonly<Record<string, string>>;
  readonly templates: Readonly<Record<string, string>>;
}

/** The values that a response template may refer to. */
export interface GatewayContext {
  readonly requestId: string;
  readonly message: string;
  readonly stage: string;
  readonly path: string;
  readonly resourcePath: string;
  readonly httpMethod: string;
  readonly sourceIp: string;
  readonly header: (name: string) => string | undefined;
}

export interface RenderedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Standard {
  readonly status: number;
  readonly message: string;
}

/** The types of answer that this gateway can give, each with the status and message that API Gateway gives it. */
export const STANDARD = {
  MISSING_AUTHENTICATION_TOKEN: { status: 403, message: 'Missing Authentication Token' },
  REQUEST_TOO_LARGE: { status: 413, message: 'Request Too Long' },
  INTEGRATION_FAILURE: { status: 502, message: 'Internal server error' },
  INTEGRATION_TIMEOUT: { status: 504, message: 'Endpoint request timed out' },
} as const satisfies Readonly<Record<string, Standard>>;

export type GatewayResponseType = keyof typeof STANDARD;

/** Every type that API Gateway knows. A template may name types that never occur here. */
const TYPES: ReadonlySet<string> = new Set([
  ...Object.keys(STANDARD),
  ...['ACCESS_DENIED', 'API_CONFIGURATION_ERROR', 'AUTHORIZER_CONFIGURATION_ERROR', 'AUTHORIZER_FAILURE'],
  ...[
    'BAD_REQUEST_BODY',
    'BAD_REQUEST_PARAMETERS',
    'DEFAULT_4XX',
    'DEFAULT_5XX',
    'EXPIRED_TOKEN',
    'INVALID_API_KEY',
  ],
  ...['INVALID_SIGNATURE', 'QUOTA_EXCEEDED', 'RESOURCE_NOT_FOUND', 'THROTTLED', 'UNAUTHORIZED'],
  ...['UNSUPPORTED_MEDIA_TYPE', 'WAF_FILTERED'],
]);

type Variable = (context: GatewayContext, type: string) => string;

const VARIABLES: Readonly<Record<string, Variable>> = {
  'error.message': (context) => context.message,
  'error.messageString': (context) => JSON.stringify(context.message),
  'error.responseType': (_context, type) => type,
  'error.validationErrorString': () => '',
  extendedRequestId: (context) => context.requestId,
  httpMethod: (context) => context.httpMethod,
  'identity.sourceIp': (context) => context.sourceIp,
  path: (context) => context.path,
  protocol: () => 'HTTP/1.1',
  requestId: (context) => context.requestId,
  requestTime: () => new Date().toISOString(),
  requestTimeEpoch: () => String(Date.now()),
  resourcePath: (context) => context.resourcePath,
  stage: (context) => context.stage,
};

const REFERENCE = /\$(?:context\.([A-Za-z]+(?:\.[A-Za-z]+)*)|\{context\.([A-Za-z.]+)\})/g;

function substitute(template: string, context: GatewayContext, type: string): string {
  return template.replace(REFERENCE, (found, plain?: string, braced?: string) => {
    const variable = VARIABLES[plain ?? braced ?? ''];
    return variable ? variable(context, type) : found;
  });
}

/** Throws on a type, variable or parameter that does not exist; the message names it. */
export function checkGatewayResponse({ type, parameters, templates }: GatewayResponseDefinition): void {
  if (!TYPES.has(type)) throw new Error(`unknown gateway response type ${type}`);
  for (const template of Object.values(templates)) {
    for (const [found, plain, braced] of template.matchAll(REFERENCE)) {
      if (!VARIABLES[plain ?? braced ?? ''])
        throw new Error(`gateway response ${type}: unknown variable ${found}`);
    }
  }
  for (const [name, value] of Object.entries(parameters)) {
    if (!name.startsWith('gatewayresponse.header.')) {
      throw new Error(`gateway response ${type}: unknown parameter ${name}`);
    }
    if (parameterValue(value) === undefined) {
      throw new Error(`gateway response ${type}: unknown value ${value} of ${name}`);
    }
  }
}

/** Reads `'text'`, `context.x` or `method.request.header.x`; undefined for any other expression. */
function parameterValue(expression: string): Variable | undefined {
  const literal = /^'(.*)'$/s.exec(expression)?.[1];
  if (literal !== undefined) return () => literal;
  const header = /^method\.request\.header\.(.+)$/.exec(expression)?.[1];
  if (header !== undefined) return (context) => context.header(header) ?? '';
  return VARIABLES[/^context\.(.+)$/.exec(expression)?.[1] ?? ''];
}

/** What API Gateway answers when the definition has no template. */
const PLAIN: Readonly<Record<string, string>> = {
  'application/json': '{"message":$context.error.messageString}',
};

/** Renders the answer of a type by its own definition, or else by DEFAULT_4XX or DEFAULT_5XX, or else by `PLAIN`. */
export function renderGatewayResponse(
  definitions: ReadonlyMap<string, GatewayResponseDefinition>,
  type: GatewayResponseType,
  context: Omit<GatewayContext, 'message'>,
): RenderedResponse {
  const standard: Standard = STANDARD[type];
  const definition =
    definitions.get(type) ?? definitions.get(standard.status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX');
  const full: GatewayContext = { ...context, message: standard.message };
  const templates =
    Object.keys(definition?.templates ?? {}).length > 0 ? (definition?.templates ?? PLAIN) : PLAIN;
  const wanted = context.header('accept') ?? '';
  const contentType =
    Object.keys(templates).find((key) => key === wanted) ??
    ('application/json' in templates
      ? 'application/json'
      : (Object.keys(templates)[0] ?? 'application/json'));
  const headers: Record<string, string> = {
    'content-type': contentType,
    'x-amzn-requestid': context.requestId,
    'x-amzn-errortype': type,
  };
  for (const [name, expression] of Object.entries(definition?.parameters ?? {})) {
    headers[name.slice('gatewayresponse.header.'.length).toLowerCase()] =
      parameterValue(expression)?.(full, type) ?? '';
  }
  return {
    status: definition?.statusCode ?? standard.status,
    headers,
    body: substitute(templates[contentType] ?? '', full, type),
  };
}
