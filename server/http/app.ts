import express from 'express';
import type { Express, RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import type { Log } from '../operations/ports/log.ts';
import { RequestError, notFound } from '../operations/requestError.ts';
import { createCallHandler } from './callHandler.ts';
import type { HandlerMeans } from './callHandler.ts';
import { serveDocs } from './docs.ts';
import { serveEditor } from './editorFiles.ts';
import { createProblemHandler, sendProblem } from './problems.ts';
import type { Route } from './route.ts';

/** How often one address may try to sign in without success. */
export interface SignInLimit {
  readonly attempts: number;
  readonly windowMs: number;
}

export interface AppMeans extends HandlerMeans {
  readonly routes: readonly Route[];
  readonly log: Log;
  /** Where the built editor lies; undefined: none is served. */
  readonly editorDir: string | undefined;
  readonly signInLimit: SignInLimit;
  /** How many proxies stand before the server. */
  readonly proxies: number;
}

/** What a page of ours may load: its own files; styles inline, because the component set writes them so. */
const securityHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      fontSrc: ["'self'", 'data:'],
      connectSrc: ["'self'", 'ws:', 'wss:'],
      workerSrc: ["'self'", 'blob:'],
      objectSrc: ["'none'"],
      baseUri: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
  // The server speaks plain HTTP on a machine of its own; a proxy that speaks HTTPS says so itself.
  strictTransportSecurity: false,
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
});

const limitSignIn = ({ attempts, windowMs }: SignInLimit): RequestHandler =>
  rateLimit({
    windowMs,
    limit: attempts,
    skipSuccessfulRequests: true,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_request, response) => {
      sendProblem(response, new RequestError('too-many-requests', 'Too many attempts to sign in.'));
    },
  });

/** Addresses of messages are guessed by nobody: who asks for many that are not there is trying. */
const limitGuesses = (): RequestHandler =>
  rateLimit({
    windowMs: 60_000,
    limit: 60,
    skipSuccessfulRequests: true,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_request, response) => {
      sendProblem(response, new RequestError('too-many-requests', 'Too many addresses that are not there.'));
    },
  });

/** One address may stand for many people, behind a proxy of their mail program. */
const limitVisits = (): RequestHandler =>
  rateLimit({
    windowMs: 60_000,
    limit: 3_000,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_request, response) => {
      sendProblem(response, new RequestError('too-many-requests', 'Too many visits from one address.'));
    },
  });

const expressPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

function addRoutes(app: Express, means: AppMeans): void {
  for (const route of means.routes) app[route.method](expressPath(route.path), createCallHandler(route, means));
  for (const path of new Set(means.routes.map((route) => route.path))) {
    const allowed = means.routes.filter((route) => route.path === path).map(({ method }) => method.toUpperCase());
    app.all(expressPath(path), (request, response) => {
      response.set('Allow', allowed.sort().join(', '));
      sendProblem(response, new RequestError('method-not-allowed', `${request.method} ${request.path} is not there.`));
    });
  }
}

/** The HTTP side of web: the API, its documentation, health and the editor's files. */
export function createApp(means: AppMeans): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('trust proxy', means.proxies);
  app.use(securityHeaders);
  app.post('/api/session', limitSignIn(means.signInLimit));
  app.use(express.json({ limit: '10mb', strict: false, type: ['json', '+json'] }));
  app.use(['/r', '/o', '/m'], limitGuesses(), limitVisits());
  addRoutes(app, means);
  serveDocs(app);
  app.use(['/api', '/health', '/metrics'], (request) => {
    throw notFound('address', request.originalUrl);
  });
  if (means.editorDir !== undefined) serveEditor(app, means.editorDir);
  app.use((request) => {
    throw notFound('address', request.originalUrl);
  });
  app.use(createProblemHandler(means.log));
  return app;
}
