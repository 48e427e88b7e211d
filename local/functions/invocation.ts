/** What Lambda takes of an event or an answer, as JSON. */
export const LAMBDA_BYTES = 6 * 1024 * 1024;

/** What became of an invocation. A failure has the type and message that Lambda gives. */
export type Outcome =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false;
      readonly errorType: string;
      readonly errorMessage: string;
      readonly timedOut?: boolean;
    };

/** Asks the worker to run the handler. The event and the result travel as JSON text, as they do to Lambda. */
export interface InvokeRequest {
  readonly kind: 'invoke';
  readonly id: string;
  readonly event: string;
  readonly deadline: number;
  /** How far the function's clock is ahead of that of this machine now. */
  readonly aheadMs: number;
}

/** Asks the worker to break off its requests to other hosts, so that running invocations can end by themselves. */
export interface HangUpRequest {
  readonly kind: 'hang up';
}

export type WorkerRequest = InvokeRequest | HangUpRequest;

/** The error type of an invocation that ended, or never began, because the cloud stops. */
export const STOPPED = 'Runtime.Stopped';

/** What the worker sends to the main thread. */
export type WorkerReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly id: string; readonly value: string | undefined }
  | {
      readonly kind: 'failure';
      readonly id: string;
      readonly errorType: string;
      readonly errorMessage: string;
      readonly stack: string | undefined;
    };

/** What a worker needs to load a function. */
export interface WorkerSettings {
  readonly directory: string;
  readonly handler: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memorySize: number;
  /** How far the function's clock is ahead of that of this machine as it starts; with 0 it stays with that one. */
  readonly aheadMs: number;
}
