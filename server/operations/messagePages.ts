import { fillHtml, fillSubject, readContent } from '../../definitions/activities/delivery/messageContent.ts';
import { ExecutorFailure } from '../../engine/activity/executor.ts';
import { isoOf } from './ports/clock.ts';
import type { MessagePage } from './ports/deliveryReads.ts';
import { notFound } from './requestError.ts';
import type { Resources } from './resources.ts';

/** Who looks at something of a message. */
export interface Visit {
  readonly userAgent: string;
  /** A program that looks ahead, or only asks whether it is there: it is answered, and nobody has been there. */
  readonly isLookingAhead: boolean;
}

const tokenPattern = /^[0-9a-f]{32}$/;
const linkPattern = /^([0-9a-f]{32})-(\d{1,18})$/;

/** What looks at links before people do: scanners, previews, and whatever does not say what it is. */
const program = /bot\b|crawl|spider|slurp|preview|scan|monitor|curl|wget|python|java\/|headless|^$/i;

/** Where the line of a visit is written; workflow \`tracking\` makes logs of these lines. */
const queue = 'nms_tracking_queue';
const server = 'web';
const agentAtMost = 500;

async function note(
  { inbox, worker, clock }: Resources,
  { log, url }: { readonly log: string; readonly url: string },
  { userAgent, isLookingAhead }: Visit,
): Promise<void> {
  if (isLookingAhead || program.test(userAgent)) return;
  const at = isoOf(clock.nowMs());
  const agent = userAgent.slice(0, agentAtMost);
  const row = { server, logged_at: at, broad_log: log, tracking_url: url, visitor: null, user_agent: agent };
  await inbox.change((stores) => stores.packageRows.add({ table: queue, row, receivedAt: at }));
  worker.nudge();
}

function readLink(id: string): readonly [token: string, url: string] {
  const [, token, url] = linkPattern.exec(id) ?? [];
  if (token === undefined || url === undefined) throw notFound('link', id);
  return [token, url];
}

const escapedTitle = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** A message as a page, as whoever got it saw it: its values were kept when it was sent. */
function pageOf(id: string, { content, values, links }: MessagePage): string {
  const parts = readContent({ subject: content.subject, text: '', html: content.html });
  const filling = {
    value: (source: string): string => (source === 'mirrorPage' ? id : (values[source] ?? '')),
    link: (address: string): string => {
      const url = links.get(address);
      return url === undefined ? address : `../r/${id}-${url}`;
    },
  };
  const html = fillHtml(parts.html ?? [], filling);
  if (/<html[\s>]/i.test(html)) return html;
  const title = escapedTitle(fillSubject(parts, filling));
  return `<!doctype html><meta charset="utf-8"><title>${title}</title>${html}`;
}

/** What whoever got a message may open without being known: only what was sent, by addresses that nobody guesses. */
export const createMessageOperations = (resources: Resources) => ({
  /** Notes that a link was followed; answers where it leads: an address that stands in a delivery, and no other. */
  follow: async (id: string, visit: Visit): Promise<string> => {
    const [token, url] = readLink(id);
    const link = await resources.engine.messageLink(token, url);
    // Links of mails outlive their logs, also those that opt out: they go on leading, and nothing is left to note.
    const address = link?.address ?? (await resources.engine.linkAddress(token, url));
    if (address === undefined || !/^https?:\/\//i.test(address) || !URL.canParse(address)) throw notFound('link', id);
    if (link) await note(resources, link, visit);
    return new URL(address).href;
  },
  /** Notes that a message was opened. */
  open: async (id: string, visit: Visit): Promise<void> => {
    const link = await resources.engine.messageLink(...readLink(id));
    if (!link?.isOpening) throw notFound('link', id);
    await note(resources, link, visit);
  },
  /** A message as a page. */
  page: async (id: string, visit: Visit): Promise<string> => {
    const page = tokenPattern.test(id) ? await resources.engine.messagePage(id) : undefined;
    if (!page) throw notFound('page', id);
    if (page.url !== undefined) await note(resources, { log: page.log, url: page.url }, visit);
    try {
      return pageOf(id, page);
    } catch (error) {
      // Somebody has changed what the delivery says since, to what cannot be read.
      if (!(error instanceof ExecutorFailure)) throw error;
      throw notFound('page', id);
    }
  },
});
