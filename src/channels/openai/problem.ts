import type { Context } from 'hono';
import { Problem, type Env } from '../api/problem.js';

/** A problem with one parameter of a request, in the words OpenAI's clients look for. */
export class ParameterProblem extends Problem {
  constructor(
    readonly param: string | null,
    readonly code: string,
    detail: string,
    status: 400 | 404 = 400,
  ) {
    super(status, status === 404 ? 'Not Found' : 'Bad Request', detail);
  }
}

/** As OpenAI names them; clients choose by status first, then by these. */
const CODES: Readonly<Record<number, readonly [type: string, code: string]>> = {
  400: ['invalid_request_error', 'invalid_request'],
  401: ['authentication_error', 'invalid_api_key'],
  403: ['permission_error', 'forbidden'],
  404: ['invalid_request_error', 'unknown_url'],
  405: ['invalid_request_error', 'method_not_allowed'],
  413: ['invalid_request_error', 'request_too_large'],
  422: ['invalid_request_error', 'context_length_exceeded'],
  429: ['rate_limit_error', 'rate_limit_exceeded'],
  503: ['server_error', 'service_unavailable'],
};

/** The error as OpenAI writes it, with the request id that finds it in the log. */
export function openAiError(c: Context<Env>, problem: Problem) {
  const [type, known] = CODES[problem.status] ?? (problem.status < 500 ? ['invalid_request_error', 'invalid_request'] : ['server_error', 'internal_error']); // prettier-ignore
  const isParameter = problem instanceof ParameterProblem;
  const param = isParameter ? problem.param : null;
  const code = isParameter ? problem.code : known;
  return { error: { message: problem.message, type, param, code, request_id: c.get('requestId') } };
}

/** Answers a request below /v1 that cannot be served. */
export function openAiResponse(c: Context<Env>, problem: Problem): Response {
  return c.json(openAiError(c, problem), problem.status, { ...problem.headers });
}
