import {
  problemDetailsSchema,
  type FieldError,
  type ProblemDetails,
  type ProblemType,
} from '../../server/contract/problemDetails.ts';

/** An answer that is a problem, or the lack of one: what failed, why, and what can be done next. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly details: ProblemDetails;

  constructor(details: ProblemDetails, options?: ErrorOptions) {
    super(details.detail || details.title, options);
    this.details = details;
  }

  get code(): ProblemType | 'offline' {
    return this.details.status === 0 ? 'offline' : this.details.code;
  }

  get status(): number {
    return this.details.status;
  }

  get errors(): readonly FieldError[] {
    return this.details.errors ?? [];
  }
}

const codeOfStatus = (status: number): ProblemType => {
  const codes: Readonly<Record<number, ProblemType>> = {
    401: 'not-authenticated',
    403: 'forbidden',
    404: 'not-found',
    409: 'state-conflict',
    412: 'revision-conflict',
    413: 'too-large',
    422: 'invalid',
    428: 'precondition-required',
    429: 'too-many-requests',
    502: 'unavailable',
    503: 'unavailable',
    504: 'unavailable',
  };
  return codes[status] ?? 'unexpected';
};

/**
 * Reads a refused answer's body; one that is no problem document (a proxy's page, say) still gets its code.
 * @returns the problem to throw
 */
export function problemOfAnswer(status: number, body: unknown): ApiProblem {
  const parsed = problemDetailsSchema.safeParse(body);
  if (parsed.success) return new ApiProblem(parsed.data);
  return new ApiProblem({
    type: 'about:blank',
    title: `HTTP ${status}`,
    status,
    detail: '',
    code: codeOfStatus(status),
  });
}

/**
 * The server could not be reached at all.
 * @returns the problem to throw
 */
export function offlineProblem(cause: unknown): ApiProblem {
  const details = { type: 'about:blank', title: 'offline', status: 0, detail: '', code: 'unavailable' } as const;
  return new ApiProblem(details, { cause });
}

/**
 * The answer is not what the contract says: editor and server are of different releases.
 * @returns the problem to throw
 */
export function unreadableProblem(path: string, cause: unknown): ApiProblem {
  const details = {
    type: 'about:blank',
    title: 'unreadable answer',
    status: 200,
    detail: path,
    code: 'unexpected',
  } as const;
  return new ApiProblem(details, { cause });
}
