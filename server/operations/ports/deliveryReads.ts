/** A message that was sent, as its secret part in addresses finds it. */
export interface SentMessage {
  /** Its number in the delivery log. */
  readonly log: string;
  readonly delivery: string;
}

/** A link of a message: where it leads, and the number that a visit is noted under. */
export interface MessageLink extends SentMessage {
  readonly url: string;
  readonly address: string;
  /** Whether it stands for the opening of the message. */
  readonly isOpening: boolean;
}

/** What the page of a message is made of. */
export interface MessagePage extends SentMessage {
  /** The number that a visit is noted under. */
  readonly url: string | undefined;
  readonly content: { readonly subject: string; readonly html: string };
  /** The text of each expression of the content. */
  readonly values: Readonly<Record<string, string>>;
  /** The numbers of its links, by their addresses. */
  readonly links: ReadonlyMap<string, string>;
}

/** What web reads of the package `delivery`; undefined or none where it is not installed. */
export interface DeliveryReads {
  messageLink: (token: string, url: string) => Promise<MessageLink | undefined>;
  /** Where a link leads whose message no log knows any more. */
  linkAddress: (token: string, url: string) => Promise<string | undefined>;
  messagePage: (token: string) => Promise<MessagePage | undefined>;
  /** Which of these keys events had that came before by this queue; archived ones have its name as their source. */
  eventKeys: (queue: 'nms_rt_event' | 'nms_batch_event', keys: readonly string[]) => Promise<ReadonlySet<string>>;
}
