// Written by `npm run registry` from the folders beside it; not edited by hand.

import type { FieldsSchema } from '../schema/fieldsSchema.ts';

/** The fields of each kind, as JSON Schema with title, description and widget: the derived forms are made of it. */
export const kindFields: Readonly<Record<string, FieldsSchema>> = {
  alert: {
    type: 'object',
    properties: {
      group: {
        title: 'Group',
        description: 'The operator group that is told, e.g. workflowSupervisors. May hold {{ expressions }}.',
        widget: 'template',
        type: 'string',
        minLength: 1,
      },
      to: {
        title: 'Operators',
        description: 'An expression giving the names of operators, e.g. [item.author, item.lastEditor].',
        widget: 'expression',
        type: 'string',
        minLength: 1,
      },
      title: {
        type: 'string',
        minLength: 1,
        title: 'Title',
        description: 'One line; {{ expressions }} are filled in.',
        widget: 'template',
      },
      message: {
        type: 'string',
        minLength: 1,
        title: 'Message',
        description: 'The text; {{ expressions }} are filled in.',
        widget: 'template',
        multiline: true,
      },
      each: {
        title: 'For each',
        description: 'An expression giving a list: one alert for each of its items, which the other fields call item.',
        widget: 'expression',
        type: 'string',
        minLength: 1,
      },
    },
    required: ['title', 'message'],
    additionalProperties: false,
  },
  approval: {
    type: 'object',
    properties: {
      group: {
        title: 'Group',
        description: 'The group whose members are asked, e.g. workflowSupervisors. Either a group or an operator.',
        widget: 'text',
        type: 'string',
        minLength: 1,
        maxLength: 128,
      },
      operator: {
        title: 'Operator',
        description: 'The one operator who is asked. Either a group or an operator.',
        widget: 'text',
        type: 'string',
        minLength: 1,
        maxLength: 128,
      },
      title: {
        type: 'string',
        minLength: 1,
        title: 'Title',
        description: 'What is to be decided, in one line; {{ expressions }} are filled in.',
        widget: 'template',
      },
      message: {
        default: '',
        title: 'Message',
        description: 'What somebody must know to decide; {{ expressions }} are filled in.',
        widget: 'template',
        multiline: true,
        type: 'string',
      },
      choices: {
        minItems: 1,
        type: 'array',
        items: {
          type: 'object',
          properties: {
            outlet: {
              type: 'string',
              pattern:
                '^(?!(?:constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)$)[A-Za-z][A-Za-z0-9_]{0,63}$',
              title: 'Outlet',
              description: 'The way out of this choice.',
              widget: 'text',
            },
            label: {
              type: 'string',
              minLength: 1,
              maxLength: 200,
              title: 'Label',
              description: 'What its button says.',
              widget: 'text',
            },
          },
          required: ['outlet', 'label'],
          additionalProperties: false,
        },
        title: 'Choices',
        description: 'The answers, each an outlet with a button: [{"outlet": "approve", "label": "Approve"}].',
        widget: 'json',
      },
      multiple: {
        default: false,
        title: 'Several answers',
        description:
          'Off: the first answer ends the task. On: each of those who are asked may answer once, and each answer fires.',
        widget: 'toggle',
        type: 'boolean',
      },
      expirations: {
        default: [],
        title: 'Expirations',
        description: 'What fires while nobody answers: [{"outlet": "reminder", "after": "2d", "complete": false}].',
        widget: 'json',
        type: 'array',
        items: {
          type: 'object',
          properties: {
            outlet: {
              type: 'string',
              pattern:
                '^(?!(?:constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)$)[A-Za-z][A-Za-z0-9_]{0,63}$',
              title: 'Outlet',
              description: 'The way out of this expiration.',
              widget: 'text',
            },
            after: {
              type: 'string',
              title: 'After',
              widget: 'duration',
              description: 'How long after the task began: 90s, 15m, 2h, 7d.',
            },
            complete: {
              default: true,
              title: 'Ends the task',
              description: 'On: the task ends. Off: the outlet fires, as for a reminder, and the task goes on waiting.',
              widget: 'toggle',
              type: 'boolean',
            },
          },
          required: ['outlet', 'after'],
          additionalProperties: false,
        },
      },
    },
    required: ['title', 'choices'],
    additionalProperties: false,
  },
  cancel: {
    type: 'object',
    properties: {
      activities: {
        default: [],
        title: 'Activities',
        description: 'The ids of the activities whose tasks are cancelled, wherever they are.',
        widget: 'strings',
        type: 'array',
        items: {
          type: 'string',
          pattern:
            '^(?!(?:constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)$)[A-Za-z][A-Za-z0-9_]{0,63}$',
        },
      },
    },
    additionalProperties: false,
  },
  deduplication: {
    type: 'object',
    properties: {
      key: {
        minItems: 1,
        type: 'array',
        items: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]{0,62}$' },
        title: 'Key',
        description: 'Rows with the same values in these columns are duplicates of each other.',
        widget: 'strings',
      },
      keep: {
        default: 'first',
        title: 'Keep',
        description: 'Which of several duplicates stays, in the order below.',
        widget: 'choice',
        choices: { first: 'the first', last: 'the last' },
        type: 'string',
        enum: ['first', 'last'],
      },
      orderBy: {
        anyOf: [
          { type: 'string', minLength: 1 },
          {
            type: 'object',
            properties: { sqlite: { type: 'string', minLength: 1 }, postgres: { type: 'string', minLength: 1 } },
            additionalProperties: false,
          },
        ],
        title: 'Order',
        description: 'What stands behind ORDER BY in SQL, on the columns of the rows: created_at DESC, id.',
        widget: 'sql',
      },
      params: {
        default: {},
        title: 'Parameters',
        description: 'An expression for each :name in the SQL. Values are bound; they never become part of the text.',
        widget: 'params',
        type: 'object',
        propertyNames: {
          type: 'string',
          pattern:
            '^(?!(?:constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)$)[A-Za-z][A-Za-z0-9_]{0,63}$',
        },
        additionalProperties: { type: 'string', minLength: 1 },
      },
    },
    required: ['key', 'orderBy'],
    additionalProperties: false,
  },
  delivery: {
    type: 'object',
    properties: {
      delivery: {
        title: 'Delivery',
        description:
          'An expression giving the number of a delivery; left out: all that are ready, transactional ones first.',
        widget: 'expression',
        type: 'string',
        minLength: 1,
      },
      only: {
        default: 'all',
        title: 'Which',
        description: 'Transactional ones answer events; each workflow may send its own.',
        widget: 'choice',
        choices: { all: 'all', transactional: 'transactional ones', others: 'all but transactional ones' },
        type: 'string',
        enum: ['all', 'transactional', 'others'],
      },
      batch: {
        default: 500,
        title: 'Messages at a time',
        description: 'After so many it can be paused or stopped, and a more urgent delivery has its turn.',
        widget: 'number',
        type: 'integer',
        minimum: 1,
        maximum: 5000,
      },
      stopAfter: {
        title: 'Stop after',
        description:
          'After so long no further part is begun, and the workflow goes on: what is left is sent the next time.',
        widget: 'duration',
        type: 'string',
      },
    },
    additionalProperties: false,
  },
  dropTables: {
    type: 'object',
    properties: {
      pattern: {
        type: 'string',
        pattern: '^[A-Za-z][A-Za-z0-9_*?]*$',
        title: 'Tables',
        description: 'Which tables are looked at: wk_dlv_* means every table whose name begins so.',
        widget: 'glob',
      },
      keep: {
        title: 'Keep',
        description: 'A query giving one column of names, which may hold * and ?: these tables stay.',
        widget: 'sql',
        anyOf: [
          { type: 'string', minLength: 1 },
          {
            type: 'object',
            properties: { sqlite: { type: 'string', minLength: 1 }, postgres: { type: 'string', minLength: 1 } },
            additionalProperties: false,
          },
        ],
      },
      only: {
        title: 'Only',
        description: 'A query giving one column of names, as Keep does: no other table is dropped.',
        widget: 'sql',
        anyOf: [
          { type: 'string', minLength: 1 },
          {
            type: 'object',
            properties: { sqlite: { type: 'string', minLength: 1 }, postgres: { type: 'string', minLength: 1 } },
            additionalProperties: false,
          },
        ],
      },
      params: {
        default: {},
        title: 'Parameters',
        description: 'An expression for each :name in the SQL. Values are bound; they never become part of the text.',
        widget: 'params',
        type: 'object',
        propertyNames: {
          type: 'string',
          pattern:
            '^(?!(?:constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)$)[A-Za-z][A-Za-z0-9_]{0,63}$',
        },
        additionalProperties: { type: 'string', minLength: 1 },
      },
      tables: {
        default: {},
        title: 'Tables',
        description:
          'An expression for each {t.name} in the SQL, giving the name of a table that the package declares.',
        widget: 'tables',
        type: 'object',
        propertyNames: {
          type: 'string',
          pattern:
            '^(?!(?:constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)$)[A-Za-z][A-Za-z0-9_]{0,63}$',
        },
        additionalProperties: { type: 'string', minLength: 1 },
      },
      ownedByEnded: {
        default: false,
        title: 'Work tables of ended instances',
        description: 'On: of the work tables that match, those whose instance is over.',
        widget: 'toggle',
        type: 'boolean',
      },
    },
    required: ['pattern'],
    additionalProperties: false,
  },
  email: {
    type: 'object',
    properties: {
      to: {
        type: 'string',
        minLength: 1,
        title: 'To',
        description:
          'Addresses, separated by commas; may hold {{ expressions }}, for each row on row: {{ row.email }}.',
        widget: 'template',
      },
      subject: {
        type: 'string',
        minLength: 1,
        title: 'Subject',
        description: 'One line; may hold {{ expressions }}.',
        widget: 'template',
      },
      text: {
        default: '',
        title: 'Text',
        description: 'What the mail says; may hold {{ expressions }}.',
        widget: 'template',
        multiline: true,
        type: 'string',
      },
      html: {
        title: 'HTML',
        description: 'The same with markup; what {{ expressions }} give is put in as text.',
        widget: 'template',
        multiline: true,
        type: 'string',
      },
      attachment: {
        title: 'Attachment',
        description: 'One file that goes with the mail.',
        widget: 'group',
        type: 'object',
        properties: {
          name: {
            type: 'string',
            minLength: 1,
            title: 'File name',
            description: 'May hold {{ expressions }}. Where it turns out empty, there is no attachment.',
            widget: 'template',
          },
          content: {
            title: 'Content',
            description: 'An expression that gives the file in base64.',
            widget: 'expression',
            type: 'string',
            minLength: 1,
          },
          sql: {
            title: 'Content from the database',
            description:
              'SQL that gives the file in base64, as its first value. It is read once for mails one after the other with the same parameters.',
            widget: 'sql',
            anyOf: [
              { type: 'string', minLength: 1 },
              {
                type: 'object',
                properties: { sqlite: { type: 'string', minLength: 1 }, postgres: { type: 'string', minLength: 1 } },
                additionalProperties: false,
              },
            ],
          },
        },
        required: ['name'],
        additionalProperties: false,
      },
      each: {
        default: false,
        title: 'For each row',
        description: 'One mail for each row of the work table that came in.',
        widget: 'toggle',
        type: 'boolean',
      },
      key: {
        title: 'Key',
        description:
          'What the mail is for, e.g. [row.order_no, row.email]. What was sent under this key, by whichever instance, is not sent again.',
        widget: 'expression',
        type: 'string',
        minLength: 1,
      },
      params: {
        default: {},
        title: 'Parameters',
        description: 'An expression for each :name in the SQL. Values are bound; they never become part of the text.',
        widget: 'params',
        type: 'object',
        propertyNames: {
          type: 'string',
          pattern:
            '^(?!(?:constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)$)[A-Za-z][A-Za-z0-9_]{0,63}$',
        },
        additionalProperties: { type: 'string', minLength: 1 },
      },
    },
    required: ['to', 'subject'],
    additionalProperties: false,
  },
  end: {
    type: 'object',
    properties: {
      stopOthers: {
        default: false,
        title: 'Stop the others',
        description: 'Cancels every other task of the instance, so that it finishes at once.',
        widget: 'toggle',
        type: 'boolean',
      },
      result: {
        title: 'Result',
        description: 'What the instance gives as its result: any value that the expression has.',
        widget: 'expression',
        type: 'string',
        minLength: 1,
      },
    },
    additionalProperties: false,
  },
  enrichment: {
    type: 'object',
    properties: {
      primary: {
        title: 'Primary',
        description: 'The activity whose rows get new columns. Left empty, it is the first that no lookup names.',
        widget: 'text',
        type: 'string',
        pattern: '^[A-Za-z][A-Za-z0-9_]*$',
      },
      joins: {
        minItems: 1,
        type: 'array',
        items: {
          type: 'object',
          properties: {
            from: {
              title: 'Rows of',
              description: 'The activity whose rows are looked up; it leads here too.',
              widget: 'text',
              type: 'string',
              pattern: '^[A-Za-z][A-Za-z0-9_]*$',
            },
            sql: {
              title: 'Query',
              description: 'One SELECT whose rows are looked up, in the place of those of an activity.',
              widget: 'sql',
              anyOf: [
                { type: 'string', minLength: 1 },
                {
                  type: 'object',
                  properties: { sqlite: { type: 'string', minLength: 1 }, postgres: { type: 'string', minLength: 1 } },
                  additionalProperties: false,
                },
              ],
            },
            on: {
              type: 'object',
              propertyNames: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]{0,62}$' },
              additionalProperties: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]{0,62}$' },
              title: 'Where equal',
              description: 'A column of the primary rows, and the one of the looked up rows that it must equal.',
              widget: 'json',
            },
            columns: {
              default: {},
              title: 'Columns',
              description: 'The new columns, each with a value in SQL on the columns of the looked up row.',
              widget: 'json',
              type: 'object',
              propertyNames: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]{0,62}$' },
              additionalProperties: {
                anyOf: [
                  { type: 'string', minLength: 1 },
                  {
                    type: 'object',
                    properties: {
                      sqlite: { type: 'string', minLength: 1 },
                      postgres: { type: 'string', minLength: 1 },
                    },
                    additionalProperties: false,
                  },
                ],
              },
            },
            orderBy: {
              title: 'Order',
              description: 'What stands behind ORDER BY in SQL: the first of several looked up rows is taken.',
              widget: 'sql',
              anyOf: [
                { type: 'string', minLength: 1 },
                {
                  type: 'object',
                  properties: { sqlite: { type: 'string', minLength: 1 }, postgres: { type: 'string', minLength: 1 } },
                  additionalProperties: false,
                },
              ],
            },
            required: {
              default: false,
              title: 'Required',
              description: 'On: a primary row for which nothing is found is left out. Off: its new columns are empty.',
              widget: 'toggle',
              type: 'boolean',
            },
          },
          required: ['on'],
          additionalProperties: false,
        },
        title: 'Lookups',
        description: 'Where the new columns come from.',
        widget: 'json',
      },
      params: {
        default: {},
        title: 'Parameters',
        description: 'An expression for each :name in the SQL. Values are bound; they never become part of the text.',
        widget: 'params',
        type: 'object',
        propertyNames: {
          type: 'string',
          pattern:
            '^(?!(?:constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)$)[A-Za-z][A-Za-z0-9_]{0,63}$',
        },
        additionalProperties: { type: 'string', minLength: 1 },
      },
      tables: {
        default: {},
        title: 'Tables',
        description:
          'An expression for each {t.name} in the SQL, giving the name of a table that the package declares.',
        widget: 'tables',
        type: 'object',
        propertyNames: {
          type: 'string',
          pattern:
            '^(?!(?:constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)$)[A-Za-z][A-Za-z0-9_]{0,63}$',
        },
        additionalProperties: { type: 'string', minLength: 1 },
      },
    },
    required: ['joins'],
    additionalProperties: false,
  },
  exclusion: {
    type: 'object',
    properties: {
      primary: {
        type: 'string',
        pattern: '^[A-Za-z][A-Za-z0-9_]*$',
        title: 'Primary',
        description: 'The activity whose rows lead; after a split, the activity and the outlet: split_vip.',
        widget: 'text',
      },
      key: {
        minItems: 1,
        type: 'array',
        items: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]{0,62}$' },
        title: 'Key',
        description: 'The columns by which a row is recognised in the other branches.',
        widget: 'strings',
      },
    },
    required: ['primary', 'key'],
    additionalProperties: false,
  },
  extractFile: {
    type: 'object',
    properties: {
      file: {
        type: 'string',
        minLength: 1,
        title: 'File',
        description: 'Below the folder of files of the server, e.g. in/orders-{{ vars.day }}.csv.',
        widget: 'template',
      },
      columns: {
        default: [],
        title: 'Columns',
        description: 'Which columns are written, in this order. Left empty: all of them.',
        widget: 'strings',
        type: 'array',
        items: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]{0,62}$' },
      },
      header: {
        default: true,
        title: 'Header',
        description: 'The first line names the columns.',
        widget: 'toggle',
        type: 'boolean',
      },
      delimiter: {
        default: ',',
        title: 'Delimiter',
        description: 'What stands between two cells.',
        widget: 'choice',
        choices: { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' },
        type: 'string',
        enum: [',', ';', '\t', '|'],
      },
    },
    required: ['file'],
    additionalProperties: false,
  },
  fork: {
    type: 'object',
    properties: {
      outlets: {
        title: 'Outlets',
        description: 'The ways out. All of them fire; several transitions may leave by one outlet.',
        widget: 'outlets',
        default: ['default'],
        minItems: 1,
        type: 'array',
        items: {
          type: 'string',
          pattern:
            '^(?!(?:constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)$)[A-Za-z][A-Za-z0-9_]{0,63}$',
        },
      },
    },
    additionalProperties: false,
  },
  http: {
    type: 'object',
    properties: {
      method: {
        default: 'GET',
        title: 'Method',
        description: 'What is asked of the address.',
        widget: 'choice',
        choices: { GET: 'GET', POST: 'POST', PUT: 'PUT', PATCH: 'PATCH', DELETE: 'DELETE', HEAD: 'HEAD' },
        type: 'string',
        enum: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'],
      },
      url: {
        type: 'string',
        pattern: '^(https?:\\/\\/[^/\\s{?#@]+|\\{\\{\\s*option\\((["\'])\\w+\\2\\)\\s*\\}\\})([/?#]|$)',
        title: 'Address',
        description:
          'https://host/path?name=value; the values of {{ expressions }} are percent-encoded. An option may hold the address of the service: {{ option("Name") }}/path.',
        widget: 'template',
      },
      headers: {
        default: {},
        title: 'Headers',
        description: 'Texts that may hold {{ expressions }}.',
        widget: 'json',
        type: 'object',
        propertyNames: { type: 'string', pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$" },
        additionalProperties: { type: 'string' },
      },
      body: {
        title: 'Body',
        description: 'An expression: a text is sent as it is, everything else as JSON.',
        widget: 'expression',
        type: 'string',
        minLength: 1,
      },
      credential: {
        title: 'Credential',
        description: 'The name of a secret that the server has: crm, for SIGNALBOX_CREDENTIAL_CRM.',
        widget: 'text',
        type: 'string',
        pattern: '^[A-Za-z][A-Za-z0-9_]{0,63}$',
      },
      credentialHeader: {
        default: 'Authorization',
        title: 'Header of the credential',
        description: 'Which header carries it. In Authorization, one without a scheme is sent as Bearer.',
        widget: 'text',
        type: 'string',
        pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$",
      },
      timeLimit: {
        default: '30s',
        title: 'Time',
        description: 'How long one answer may take.',
        widget: 'duration',
        type: 'string',
      },
      rows: {
        title: 'Rows',
        description: 'An expression on response that gives a list of objects: they become a work table.',
        widget: 'expression',
        type: 'string',
        minLength: 1,
      },
      columns: {
        title: 'Columns',
        description:
          'The columns of the work table: {"id": "integer", "name": "text"}; of each object, the fields so named.',
        widget: 'json',
        type: 'object',
        propertyNames: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]{0,62}$' },
        additionalProperties: { type: 'string', enum: ['text', 'integer', 'number', 'boolean', 'instant', 'json'] },
      },
      paginate: {
        title: 'Pages',
        description: 'Where the rows come in pages.',
        widget: 'group',
        type: 'object',
        properties: {
          next: {
            title: 'Next page',
            description:
              'An expression on response (status, headers, body) and page that gives the next address, or the parameters to set in the address ({"page": page + 1}); an empty text, {} or null ends it. Left empty: the header Link with rel="next".',
            widget: 'expression',
            type: 'string',
            minLength: 1,
          },
          pages: {
            default: 100,
            title: 'Pages at most',
            description: 'More pages than this fail the task.',
            widget: 'number',
            type: 'integer',
            minimum: 1,
            maximum: 10000,
          },
        },
        additionalProperties: false,
      },
    },
    required: ['url'],
    additionalProperties: false,
  },
  incrementalQuery: {
    type: 'object',
    properties: {
      sql: {
        anyOf: [
          { type: 'string', minLength: 1 },
          {
            type: 'object',
            properties: { sqlite: { type: 'string', minLength: 1 }, postgres: { type: 'string', minLength: 1 } },
            additionalProperties: false,
          },
        ],
        title: 'Query',
        description: 'One SELECT. Of its rows those go on whose key this activity has never given before.',
        widget: 'sql',
      },
      key: {
        minItems: 1,
        type: 'array',
        items: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]{0,62}$' },
        title: 'Key',
        description: 'The columns by which a row is recognised when it comes again.',
        widget: 'strings',
      },
      params: {
        default: {},
        title: 'Parameters',
        description: 'An expression for each :name in the SQL. Values are bound; they never become part of the text.',
        widget: 'params',
        type: 'object',
        propertyNames: {
          type: 'string',
          pattern:
            '^(?!(?:constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)$)[A-Za-z][A-Za-z0-9_]{0,63}$',
        },
        additionalProperties: { type: 'string', minLength: 1 },
      },
      tables: {
        default: {},
        title: 'Tables',
        description:
          'An expression for each {t.name} in the SQL, giving the name of a table that the package declares.',
        widget: 'tables',
        type: 'object',
        propertyNames: {
          type: 'string',
          pattern:
            '^(?!(?:constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)$)[A-Za-z][A-Za-z0-9_]{0,63}$',
        },
        additionalProperties: { type: 'string', minLength: 1 },
      },
      connection: {
        default: 'engine',
        title: 'Connection',
        description: 'The database that executes the SQL. “engine” is the database of this installation.',
        widget: 'text',
        type: 'string',
        minLength: 1,
      },
    },
    required: ['sql', 'key'],
    additionalProperties: false,
  },
  intersection: {
    type: 'object',
    properties: {
      primary: {
        title: 'Primary',
        description:
          'The activity whose rows lead; after a split, the activity and the outlet: split_vip. Left empty, it is what comes by the transition that is listed first.',
        widget: 'text',
        type: 'string',
        pattern: '^[A-Za-z][A-Za-z0-9_]*$',
      },
      key: {
        minItems: 1,
        type: 'array',
        items: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]{0,62}$' },
        title: 'Key',
        description: 'The columns by which a row is recognised in the other branches.',
        widget: 'strings',
      },
    },
    required: ['key'],
    additionalProperties: false,
  },
  join: {
    type: 'object',
    properties: {
      mode: {
        default: 'all',
        title: 'Waits for',
        description: '"all" that can still come, "any" one, or a number of branches: {"atLeast": 2}.',
        widget: 'json',
        anyOf: [
          { type: 'string', enum: ['all', 'any'] },
          {
            type: 'object',
            properties: { atLeast: { type: 'integer', minimum: 1, maximum: 9007199254740991 } },
            required: ['atLeast'],
            additionalProperties: false,
          },
        ],
      },
      rest: {
        default: 'drop',
        title: 'The rest',
        description: 'Where it does not wait for all: what becomes of the branches that come later.',
        widget: 'choice',
        choices: { drop: 'go on, and what they bring is dropped', cancel: 'are cancelled where they lead only here' },
        type: 'string',
        enum: ['drop', 'cancel'],
      },
    },
    additionalProperties: false,
  },
  loadFile: {
    type: 'object',
    properties: {
      file: {
        type: 'string',
        minLength: 1,
        title: 'File',
        description: 'Below the folder of files of the server, e.g. in/orders-{{ vars.day }}.csv.',
        widget: 'template',
      },
      columns: {
        type: 'object',
        propertyNames: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]{0,62}$' },
        additionalProperties: { type: 'string', enum: ['text', 'integer', 'number', 'boolean', 'instant', 'json'] },
        title: 'Columns',
        description: 'The columns of the work table with their types: {"id": "integer", "name": "text"}.',
        widget: 'json',
      },
      header: {
        default: true,
        title: 'Header',
        description: 'The first line names the columns, in any order. Without it, they stand in the order given here.',
        widget: 'toggle',
        type: 'boolean',
      },
      delimiter: {
        default: ',',
        title: 'Delimiter',
        description: 'What stands between two cells.',
        widget: 'choice',
        choices: { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' },
        type: 'string',
        enum: [',', ';', '\t', '|'],
      },
      encoding: {
        default: 'utf-8',
        title: 'Encoding',
        description: 'How the characters are written.',
        widget: 'choice',
        choices: { 'utf-8': 'UTF-8', latin1: 'Latin 1' },
        type: 'string',
        enum: ['utf-8', 'latin1'],
      },
      rejects: {
        default: 0,
        title: 'Bad rows',
        description: 'How many bad rows are left out; one more fails the task.',
        widget: 'number',
        type: 'integer',
        minimum: 0,
        maximum: 100000,
      },
    },
    required: ['file', 'columns'],
    additionalProperties: false,
  },
  purgeHistory: {
    type: 'object',
    properties: {
      what: {
        type: 'string',
        enum: ['journal', 'tasks', 'events', 'instances', 'logins', 'audit', 'sessions'],
        title: 'Purge',
        description: 'Which of the engine’s own records go.',
        widget: 'choice',
        choices: {
          journal: 'journals',
          tasks: 'tasks',
          events: 'events',
          instances: 'instances that ended',
          logins: 'logins',
          audit: 'the audit trail',
          sessions: 'expired sessions',
        },
      },
      olderThan: {
        title: 'Older than',
        description:
          'An expression giving a duration, a number of days or a timestamp. Left empty: each workflow’s own history days, or for sessions all that have expired. Logins and the audit trail belong to no workflow and need it.',
        widget: 'expression',
        type: 'string',
        minLength: 1,
      },
    },
    required: ['what'],
    additionalProperties: false,
  },
  query: {
    type: 'object',
    properties: {
      sql: {
        title: 'Query',
        description: 'One SELECT. Its rows become the work table of this activity; {in} is the one that came in.',
        widget: 'sql',
        anyOf: [
          { type: 'string', minLength: 1 },
          {
            type: 'object',
            properties: { sqlite: { type: 'string', minLength: 1 }, postgres: { type: 'string', minLength: 1 } },
            additionalProperties: false,
          },
        ],
      },
      select: {
        title: 'Selection',
        description: 'The same without SQL, in the place of the query.',
        widget: 'json',
        type: 'object',
        properties: {
          from: {
            type: 'string',
            pattern: '^([A-Za-z_]\\w{0,62}|\\{in(\\.[A-Za-z]\\w*)?\\}|\\{t\\.[A-Za-z]\\w*\\})$',
            title: 'From',
            description: 'A table; {in} is the work table that came in, {t.name} a declared table.',
            widget: 'text',
          },
          as: {
            title: 'Called',
            description: 'How its columns are named: o, for o.total.',
            widget: 'text',
            type: 'string',
            pattern: '^[A-Za-z_][A-Za-z0-9_]{0,62}$',
          },
          joins: {
            default: [],
            title: 'Joins',
            description: 'Tables whose columns are added where columns are equal.',
            widget: 'json',
            type: 'array',
            items: {
              type: 'object',
              properties: {
                table: {
                  type: 'string',
                  pattern: '^([A-Za-z_]\\w{0,62}|\\{in(\\.[A-Za-z]\\w*)?\\}|\\{t\\.[A-Za-z]\\w*\\})$',
                  title: 'Table',
                  description: 'The table that is joined.',
                  widget: 'text',
                },
                as: {
                  type: 'string',
                  pattern: '^[A-Za-z_][A-Za-z0-9_]{0,62}$',
                  title: 'Called',
                  description: 'How its columns are named: c, for c.name.',
                  widget: 'text',
                },
                on: {
                  type: 'object',
                  propertyNames: { type: 'string', pattern: '^([A-Za-z_]\\w{0,62}\\.)?[A-Za-z_]\\w{0,62}$' },
                  additionalProperties: { type: 'string', pattern: '^([A-Za-z_]\\w{0,62}\\.)?[A-Za-z_]\\w{0,62}$' },
                  title: 'Where equal',
                  description: '{"o.customer_id": "c.id"}',
                  widget: 'json',
                },
                optional: {
                  default: false,
                  title: 'Optional',
                  description: 'On: a row for which nothing is found stays, its new columns empty.',
                  widget: 'toggle',
                  type: 'boolean',
                },
              },
              required: ['table', 'as', 'on'],
              additionalProperties: false,
            },
          },
          columns: {
            title: 'Columns',
            description:
              'The columns of the result: {"shop": "shop", "total": {"aggregate": "sum", "column": "amount"}}. Left empty: all.',
            widget: 'json',
            type: 'object',
            propertyNames: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]{0,62}$' },
            additionalProperties: {
              anyOf: [
                { type: 'string', pattern: '^([A-Za-z_]\\w{0,62}\\.)?[A-Za-z_]\\w{0,62}$' },
                {
                  type: 'object',
                  properties: {
                    aggregate: { type: 'string', enum: ['count', 'countDistinct', 'sum', 'avg', 'min', 'max'] },
                    column: { type: 'string', pattern: '^([A-Za-z_]\\w{0,62}\\.)?[A-Za-z_]\\w{0,62}$' },
                  },
                  required: ['aggregate'],
                  additionalProperties: false,
                },
              ],
            },
          },
          where: {
            title: 'Where',
            description: '{"all": [{"column": "state", "is": "equal", "value": "45"}, ...]}; values are expressions.',
            widget: 'json',
            $ref: '#/$defs/__schema0',
          },
          groupBy: {
            default: [],
            title: 'Grouped by',
            description: 'Columns of which a group of rows has the same.',
            widget: 'strings',
            type: 'array',
            items: { type: 'string', pattern: '^([A-Za-z_]\\w{0,62}\\.)?[A-Za-z_]\\w{0,62}$' },
          },
          orderBy: {
            default: [],
            title: 'Order',
            description: '[{"by": "total", "descending": true}]',
            widget: 'json',
            type: 'array',
            items: {
              type: 'object',
              properties: {
                by: {
                  type: 'string',
                  pattern: '^([A-Za-z_]\\w{0,62}\\.)?[A-Za-z_]\\w{0,62}$',
                  title: 'By',
                  description: 'A column, of the tables or of the result.',
                  widget: 'text',
                },
                descending: {
                  default: false,
                  title: 'Descending',
                  description: 'The largest first; what is empty comes last then.',
                  widget: 'toggle',
                  type: 'boolean',
                },
              },
              required: ['by'],
              additionalProperties: false,
            },
          },
          limit: {
            title: 'At most',
            description: 'How many rows are kept.',
            widget: 'number',
            type: 'integer',
            minimum: 1,
            maximum: 9007199254740991,
          },
        },
        required: ['from'],
        additionalProperties: false,
      },
      params: {
        default: {},
        title: 'Parameters',
        description: 'An expression for each :name in the SQL. Values are bound; they never become part of the text.',
        widget: 'params',
        type: 'object',
        propertyNames: {
          type: 'string',
          pattern:
            '^(?!(?:constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)$)[A-Za-z][A-Za-z0-9_]{0,63}$',
        },
        additionalProperties: { type: 'string', minLength: 1 },
      },
      tables: {
        default: {},
        title: 'Tables',
        description:
          'An expression for each {t.name} in the SQL, giving the name of a table that the package declares.',
        widget: 'tables',
        type: 'object',
        propertyNames: {
          type: 'string',
          pattern:
            '^(?!(?:constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)$)[A-Za-z][A-Za-z0-9_]{0,63}$',
        },
        additionalProperties: { type: 'string', minLength: 1 },
      },
      connection: {
        default: 'engine',
        title: 'Connection',
        description: 'The database that executes the SQL. “engine” is the database of this installation.',
        widget: 'text',
        type: 'string',
        minLength: 1,
      },
    },
    additionalProperties: false,
    $defs: {
      __schema0: {
        anyOf: [
          {
            type: 'object',
            properties: {
              column: { type: 'string', pattern: '^([A-Za-z_]\\w{0,62}\\.)?[A-Za-z_]\\w{0,62}$' },
              is: {
                type: 'string',
                enum: [
                  'equal',
                  'notEqual',
                  'less',
                  'lessOrEqual',
                  'greater',
                  'greaterOrEqual',
                  'startsWith',
                  'contains',
                  'in',
                  'notIn',
                ],
              },
              value: { type: 'string', minLength: 1 },
            },
            required: ['column', 'is', 'value'],
            additionalProperties: false,
          },
          {
            type: 'object',
            properties: {
              column: { type: 'string', pattern: '^([A-Za-z_]\\w{0,62}\\.)?[A-Za-z_]\\w{0,62}$' },
              is: { type: 'string', enum: ['empty', 'notEmpty'] },
            },
            required: ['column', 'is'],
            additionalProperties: false,
          },
          {
            type: 'object',
            properties: {
              column: { type: 'string', pattern: '^([A-Za-z_]\\w{0,62}\\.)?[A-Za-z_]\\w{0,62}$' },
              is: { type: 'string', enum: ['sameAs', 'notSameAs'] },
              other: { type: 'string', pattern: '^([A-Za-z_]\\w{0,62}\\.)?[A-Za-z_]\\w{0,62}$' },
            },
            required: ['column', 'is', 'other'],
            additionalProperties: false,
          },
          {
            type: 'object',
            properties: { all: { minItems: 1, type: 'array', items: { $ref: '#/$defs/__schema0' } } },
            required: ['all'],
            additionalProperties: false,
          },
          {
            type: 'object',
            properties: { any: { minItems: 1, type: 'array', items: { $ref: '#/$defs/__schema0' } } },
            required: ['any'],
            additionalProperties: false,
          },
          {
            type: 'object',
            properties: { not: { $ref: '#/$defs/__schema0' } },
            required: ['not'],
            additionalProperties: false,
          },
        ],
      },
    },
  },
  runHistory: {
    type: 'object',
    properties: {
      since: {
        type: 'string',
        minLength: 1,
        title: 'Since',
        description:
          'An expression giving a timestamp, a duration or a number of days: what had ended before is left out.',
        widget: 'expression',
      },
      until: {
        title: 'Until',
        description: 'The same: what began then or later is left out. Left empty: until now.',
        widget: 'expression',
        type: 'string',
        minLength: 1,
      },
    },
    required: ['since'],
    additionalProperties: false,
  },
  scheduler: {
    type: 'object',
    properties: {
      cron: {
        title: 'Cron',
        description:
          'Minute, hour, day, month and weekday: 0 4 * * * is every day at 04:00. Six fields begin with seconds.',
        widget: 'cron',
        type: 'string',
        minLength: 1,
      },
      every: {
        title: 'Every',
        description: 'Instead of cron: the time between two firings, e.g. 15m.',
        widget: 'duration',
        type: 'string',
      },
      at: {
        title: 'At',
        description:
          'Instead of cron: one or several times, 2026-01-31T04:00:00Z or 2026-01-31T04:00 in the time zone.',
        widget: 'strings',
        anyOf: [
          { type: 'string', minLength: 1 },
          { minItems: 1, type: 'array', items: { type: 'string', minLength: 1 } },
        ],
      },
      validFrom: {
        title: 'Valid from',
        description: 'No firing before.',
        widget: 'instant',
        type: 'string',
        minLength: 1,
      },
      validUntil: {
        title: 'Valid until',
        description: 'No firing after.',
        widget: 'instant',
        type: 'string',
        minLength: 1,
      },
      maxRuns: {
        title: 'Runs at most',
        description: 'After so many firings it is done.',
        widget: 'number',
        type: 'integer',
        minimum: 1,
        maximum: 9007199254740991,
      },
      jitter: {
        title: 'Jitter',
        description: 'Each firing is put off by up to so much.',
        widget: 'duration',
        type: 'string',
      },
      gap: {
        default: 'next',
        title: 'Where the clocks go forward',
        description: 'What happens to a time that the clocks leave out.',
        widget: 'choice',
        choices: { next: 'at the first instant after', skip: 'not at all' },
        type: 'string',
        enum: ['next', 'skip'],
      },
      repeated: {
        default: 'first',
        title: 'Where the clocks go back',
        description: 'What happens to a time that the clocks show twice.',
        widget: 'choice',
        choices: { first: 'only the first time', both: 'both times' },
        type: 'string',
        enum: ['first', 'both'],
      },
      overlap: {
        title: 'Overlap',
        description: 'What happens while an instance is unfinished. Left empty, the workflow decides.',
        widget: 'choice',
        choices: { skip: 'skip the firing', queue: 'keep the newest waiting', allow: 'begin another' },
        type: 'string',
        enum: ['skip', 'queue', 'allow'],
      },
      catchUp: {
        default: 'last',
        title: 'After downtime',
        description: 'Which missed firings are made up for.',
        widget: 'choice',
        choices: { last: 'the last one', all: 'all, one after another', none: 'none' },
        type: 'string',
        enum: ['last', 'all', 'none'],
      },
    },
    additionalProperties: false,
  },
  script: {
    type: 'object',
    properties: {
      script: {
        type: 'string',
        minLength: 1,
        maxLength: 100000,
        title: 'Script',
        description:
          'JavaScript that reads vars, instance, rows and now, and returns an object: its fields become variables.',
        widget: 'multiline',
      },
      primary: {
        title: 'Rows of',
        description: 'The activity whose rows the script reads, where several work tables come in.',
        widget: 'text',
        type: 'string',
        pattern: '^[A-Za-z][A-Za-z0-9_]*$',
      },
      rows: {
        default: 100,
        title: 'Rows',
        description: 'How many of the rows that come in the script reads at most.',
        widget: 'number',
        type: 'integer',
        minimum: 0,
        maximum: 10000,
      },
      timeLimit: {
        default: '5s',
        title: 'Time',
        description: 'How long it may take: 60s at most.',
        widget: 'duration',
        type: 'string',
      },
    },
    required: ['script'],
    additionalProperties: false,
  },
  signal: {
    type: 'object',
    properties: {
      name: {
        title: 'Signal',
        description: 'The name that senders use: POST /api/signals/{name}. Left empty: the id of this activity.',
        widget: 'text',
        type: 'string',
        pattern:
          '^(?!(?:constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)$)[A-Za-z][A-Za-z0-9_]{0,63}$',
      },
      correlate: {
        title: 'Key',
        description:
          'Only a signal whose key equals this value is for this task. Left empty: every signal of the name.',
        widget: 'expression',
        type: 'string',
        minLength: 1,
      },
      complete: {
        default: true,
        title: 'The first one ends it',
        description:
          'On: the first signal ends the task. Off: every signal fires the outlet and the task goes on listening.',
        widget: 'toggle',
        type: 'boolean',
      },
      payload: {
        title: 'Payload',
        description: 'A JSON Schema of the variables that the signal brings. One that does not fit is not taken.',
        widget: 'json',
        type: 'object',
        propertyNames: { type: 'string' },
        additionalProperties: { $ref: '#/$defs/__schema0' },
      },
      expirations: {
        default: [],
        title: 'Expirations',
        description: 'What fires while nobody answers: [{"outlet": "reminder", "after": "2d", "complete": false}].',
        widget: 'json',
        type: 'array',
        items: {
          type: 'object',
          properties: {
            outlet: {
              type: 'string',
              pattern:
                '^(?!(?:constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)$)[A-Za-z][A-Za-z0-9_]{0,63}$',
              title: 'Outlet',
              description: 'The way out of this expiration.',
              widget: 'text',
            },
            after: {
              type: 'string',
              title: 'After',
              widget: 'duration',
              description: 'How long after the task began: 90s, 15m, 2h, 7d.',
            },
            complete: {
              default: true,
              title: 'Ends the task',
              description: 'On: the task ends. Off: the outlet fires, as for a reminder, and the task goes on waiting.',
              widget: 'toggle',
              type: 'boolean',
            },
          },
          required: ['outlet', 'after'],
          additionalProperties: false,
        },
      },
    },
    additionalProperties: false,
    $defs: {
      __schema0: {
        anyOf: [
          { type: 'string' },
          { type: 'number' },
          { type: 'boolean' },
          { type: 'null' },
          { type: 'array', items: { $ref: '#/$defs/__schema0' } },
          { type: 'object', propertyNames: { type: 'string' }, additionalProperties: { $ref: '#/$defs/__schema0' } },
        ],
      },
    },
  },
  split: {
    type: 'object',
    properties: {
      outlets: {
        minItems: 1,
        type: 'array',
        items: {
          type: 'object',
          properties: {
            outlet: {
              type: 'string',
              pattern:
                '^(?!(?:constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)$)[A-Za-z][A-Za-z0-9_]{0,63}$',
              title: 'Outlet',
              description: 'The way out of these rows.',
              widget: 'text',
            },
            where: {
              title: 'Condition',
              description:
                'What stands behind WHERE in SQL, on the columns of the rows. Left empty, every row will do.',
              widget: 'sql',
              anyOf: [
                { type: 'string', minLength: 1 },
                {
                  type: 'object',
                  properties: { sqlite: { type: 'string', minLength: 1 }, postgres: { type: 'string', minLength: 1 } },
                  additionalProperties: false,
                },
              ],
            },
            limit: {
              title: 'At most',
              description: 'How many rows leave here at most; further ones may leave by the next outlets.',
              widget: 'number',
              type: 'integer',
              minimum: 1,
              maximum: 9007199254740991,
            },
            orderBy: {
              title: 'Order',
              description: 'What stands behind ORDER BY in SQL: which rows come first where there is a limit.',
              widget: 'sql',
              anyOf: [
                { type: 'string', minLength: 1 },
                {
                  type: 'object',
                  properties: { sqlite: { type: 'string', minLength: 1 }, postgres: { type: 'string', minLength: 1 } },
                  additionalProperties: false,
                },
              ],
            },
          },
          required: ['outlet'],
          additionalProperties: false,
        },
        title: 'Outlets',
        description:
          'The ways out in their order, with which rows leave by each. A row leaves by the first that takes it.',
        widget: 'json',
      },
      rest: {
        title: 'Rest',
        description: 'The outlet of the rows that no other took. Without one they go nowhere.',
        widget: 'text',
        type: 'string',
        pattern:
          '^(?!(?:constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)$)[A-Za-z][A-Za-z0-9_]{0,63}$',
      },
      params: {
        default: {},
        title: 'Parameters',
        description: 'An expression for each :name in the SQL. Values are bound; they never become part of the text.',
        widget: 'params',
        type: 'object',
        propertyNames: {
          type: 'string',
          pattern:
            '^(?!(?:constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)$)[A-Za-z][A-Za-z0-9_]{0,63}$',
        },
        additionalProperties: { type: 'string', minLength: 1 },
      },
    },
    required: ['outlets'],
    additionalProperties: false,
  },
  sqlCode: {
    type: 'object',
    properties: {
      script: {
        anyOf: [
          { type: 'string', minLength: 1 },
          {
            type: 'object',
            properties: { sqlite: { type: 'string', minLength: 1 }, postgres: { type: 'string', minLength: 1 } },
            additionalProperties: false,
          },
        ],
        title: 'Script',
        description: 'SQL statements in their order, separated by semicolons. {in} is the work table that came in.',
        widget: 'sql',
      },
      params: {
        default: {},
        title: 'Parameters',
        description: 'An expression for each :name in the SQL. Values are bound; they never become part of the text.',
        widget: 'params',
        type: 'object',
        propertyNames: {
          type: 'string',
          pattern:
            '^(?!(?:constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)$)[A-Za-z][A-Za-z0-9_]{0,63}$',
        },
        additionalProperties: { type: 'string', minLength: 1 },
      },
      tables: {
        default: {},
        title: 'Tables',
        description:
          'An expression for each {t.name} in the SQL, giving the name of a table that the package declares.',
        widget: 'tables',
        type: 'object',
        propertyNames: {
          type: 'string',
          pattern:
            '^(?!(?:constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)$)[A-Za-z][A-Za-z0-9_]{0,63}$',
        },
        additionalProperties: { type: 'string', minLength: 1 },
      },
      connection: {
        default: 'engine',
        title: 'Connection',
        description: 'The database that executes the SQL. “engine” is the database of this installation.',
        widget: 'text',
        type: 'string',
        minLength: 1,
      },
      transaction: {
        default: true,
        title: 'In the transaction',
        description:
          'On: the script takes effect exactly once. Off: statement by statement on a connection of its own, for what no transaction allows (VACUUM, ANALYZE); after a crash it may be executed twice.',
        widget: 'toggle',
        type: 'boolean',
      },
      repeat: {
        default: false,
        title: 'Repeat',
        description: 'Executes the script again, each round in its own transaction, until a round touches no row.',
        widget: 'toggle',
        type: 'boolean',
      },
      total: {
        title: 'Rows in all',
        description:
          'A query that gives one number: how many rows there are to do. It makes the progress bar of a repeated script.',
        widget: 'sql',
        anyOf: [
          { type: 'string', minLength: 1 },
          {
            type: 'object',
            properties: { sqlite: { type: 'string', minLength: 1 }, postgres: { type: 'string', minLength: 1 } },
            additionalProperties: false,
          },
        ],
      },
    },
    required: ['script'],
    additionalProperties: false,
  },
  start: { type: 'object', properties: {}, additionalProperties: false },
  subWorkflow: {
    type: 'object',
    properties: {
      workflow: {
        type: 'string',
        pattern:
          '^(?!(?:constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)$)[A-Za-z][A-Za-z0-9_]{0,63}$',
        title: 'Workflow',
        description: 'The name of the workflow whose instances begin, on its newest version.',
        widget: 'text',
      },
      input: {
        default: {},
        title: 'Input',
        description: 'An expression for each input of that workflow. With “For each”, they know item and index.',
        widget: 'params',
        type: 'object',
        propertyNames: {
          type: 'string',
          pattern:
            '^(?!(?:constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)$)[A-Za-z][A-Za-z0-9_]{0,63}$',
        },
        additionalProperties: { type: 'string', minLength: 1 },
      },
      forEach: {
        title: 'For each',
        description:
          'An expression giving a list, or {in} (or {in.orders}) for the rows of a work table: a child for each. Left empty: one child.',
        widget: 'expression',
        type: 'string',
        minLength: 1,
      },
      concurrency: {
        default: 10,
        title: 'At a time',
        description: 'How many children are unfinished at the same time.',
        widget: 'number',
        type: 'integer',
        minimum: 1,
        maximum: 1000,
      },
      collect: {
        default: 'all',
        title: 'Waits for',
        description: '"all" results, the "first" one, or the first so many: 3. The other children are stopped then.',
        widget: 'json',
        anyOf: [
          { type: 'string', enum: ['all', 'first'] },
          { type: 'integer', minimum: 1, maximum: 9007199254740991 },
        ],
      },
      more: {
        title: 'More',
        description: 'A signal that adds items: {"items": [...]} or {"item": ...}, until one brings {"close": true}.',
        widget: 'text',
        type: 'string',
        pattern:
          '^(?!(?:constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)$)[A-Za-z][A-Za-z0-9_]{0,63}$',
      },
    },
    required: ['workflow'],
    additionalProperties: false,
  },
  test: {
    type: 'object',
    properties: {
      mode: {
        default: 'first',
        title: 'Fires',
        description: 'The first branch whose condition holds, or every one that holds.',
        widget: 'choice',
        choices: { first: 'the first that holds', all: 'every one that holds' },
        type: 'string',
        enum: ['first', 'all'],
      },
      branches: {
        minItems: 1,
        type: 'array',
        items: {
          type: 'object',
          properties: {
            outlet: {
              type: 'string',
              pattern:
                '^(?!(?:constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)$)[A-Za-z][A-Za-z0-9_]{0,63}$',
              title: 'Outlet',
              description: 'The way out of this branch.',
              widget: 'text',
            },
            condition: {
              type: 'string',
              minLength: 1,
              title: 'Condition',
              description: 'An expression that is true or false.',
              widget: 'expression',
            },
          },
          required: ['outlet', 'condition'],
          additionalProperties: false,
        },
        title: 'Branches',
        description: 'Conditions in their order, each with its outlet.',
        widget: 'branches',
      },
      default: {
        title: 'Otherwise',
        description: 'The outlet that fires when no condition holds. Without one the branch ends there.',
        widget: 'text',
        type: 'string',
        pattern:
          '^(?!(?:constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)$)[A-Za-z][A-Za-z0-9_]{0,63}$',
      },
    },
    required: ['branches'],
    additionalProperties: false,
  },
  timeConstraint: {
    type: 'object',
    properties: {
      windows: {
        minItems: 1,
        type: 'array',
        items: {
          type: 'object',
          properties: {
            days: {
              default: [],
              title: 'Days',
              description: 'The days on which it begins: monday, tuesday, ... None: every day.',
              widget: 'strings',
              choices: ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'],
              type: 'array',
              items: {
                type: 'string',
                enum: ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'],
              },
            },
            from: {
              default: '00:00',
              title: 'From',
              description: 'When it begins, e.g. 08:00.',
              widget: 'text',
              type: 'string',
              pattern: '^([01]\\d|2[0-3]):[0-5]\\d$',
            },
            to: {
              default: '24:00',
              title: 'To',
              description: 'When it ends, e.g. 18:00; a time that is not after its beginning is one of the next day.',
              widget: 'text',
              type: 'string',
              pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$',
            },
          },
          additionalProperties: false,
        },
        title: 'Windows',
        description: 'When events pass: [{"days": ["monday", "tuesday"], "from": "08:00", "to": "18:00"}].',
        widget: 'json',
      },
      outside: {
        default: 'retry',
        title: 'Outside the windows',
        description: 'What becomes of an event that comes at another time.',
        widget: 'choice',
        choices: { retry: 'it waits for the next window', drop: 'it ends here' },
        type: 'string',
        enum: ['retry', 'drop'],
      },
    },
    required: ['windows'],
    additionalProperties: false,
  },
  union: {
    type: 'object',
    properties: {
      primary: {
        title: 'Primary',
        description:
          'The activity whose rows lead; after a split, the activity and the outlet: split_vip. Left empty, it is what comes by the transition that is listed first.',
        widget: 'text',
        type: 'string',
        pattern: '^[A-Za-z][A-Za-z0-9_]*$',
      },
      key: {
        title: 'Key',
        description:
          'Of rows with the same values in these columns the first is kept, the primary’s before others. Left empty, only rows that are equal in all columns count as one.',
        widget: 'strings',
        minItems: 1,
        type: 'array',
        items: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]{0,62}$' },
      },
    },
    additionalProperties: false,
  },
  updateAggregate: {
    type: 'object',
    properties: {
      cube: {
        type: 'string',
        pattern:
          '^(?!(?:constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)$)[A-Za-z][A-Za-z0-9_]{0,63}$',
        title: 'Cube',
        description: 'A cube that an installed package declares.',
        widget: 'text',
      },
      mode: {
        default: 'partial',
        title: 'Update',
        description: 'Whether all groups are made anew, or those alone whose rows have changed since the last time.',
        widget: 'choice',
        choices: { full: 'all groups', partial: 'changed groups' },
        type: 'string',
        enum: ['full', 'partial'],
      },
    },
    required: ['cube'],
    additionalProperties: false,
  },
  updateData: {
    type: 'object',
    properties: {
      table: {
        type: 'string',
        pattern: '^[A-Za-z_][A-Za-z0-9_]{0,62}$',
        title: 'Table',
        description: 'The table that is changed: one that stands, and that the package’s manifest allows.',
        widget: 'text',
      },
      mode: {
        default: 'upsert',
        title: 'Does',
        description: 'What happens in the table for each row that comes in.',
        widget: 'choice',
        choices: {
          insert: 'insert a row',
          update: 'update the rows of its key',
          upsert: 'update them, or insert a row',
          delete: 'delete the rows of its key',
        },
        type: 'string',
        enum: ['insert', 'update', 'upsert', 'delete'],
      },
      key: {
        title: 'Key',
        description: 'The columns of the table by which its rows are found. An insert needs none.',
        widget: 'strings',
        minItems: 1,
        type: 'array',
        items: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]{0,62}$' },
      },
      fields: {
        default: {},
        title: 'Fields',
        description:
          'For each column of the table a value in SQL, on the columns of the rows that come in: {"total": "price * quantity"}. A column of the key that is not among them has the column of its own name.',
        widget: 'json',
        type: 'object',
        propertyNames: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]{0,62}$' },
        additionalProperties: {
          anyOf: [
            { type: 'string', minLength: 1 },
            {
              type: 'object',
              properties: { sqlite: { type: 'string', minLength: 1 }, postgres: { type: 'string', minLength: 1 } },
              additionalProperties: false,
            },
          ],
        },
      },
      params: {
        default: {},
        title: 'Parameters',
        description: 'An expression for each :name in the SQL. Values are bound; they never become part of the text.',
        widget: 'params',
        type: 'object',
        propertyNames: {
          type: 'string',
          pattern:
            '^(?!(?:constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)$)[A-Za-z][A-Za-z0-9_]{0,63}$',
        },
        additionalProperties: { type: 'string', minLength: 1 },
      },
    },
    required: ['table'],
    additionalProperties: false,
  },
  wait: {
    type: 'object',
    properties: {
      for: {
        title: 'For',
        description: 'How long it waits, counted from when the task begins: 90s, 15m, 2h, 7d.',
        widget: 'duration',
        type: 'string',
      },
      until: {
        title: 'Until',
        description: 'The instant that it waits for: 2026-01-31T04:00:00Z, or an expression that gives a timestamp.',
        widget: 'expression',
        type: 'string',
        minLength: 1,
      },
    },
    additionalProperties: false,
  },
  workflowControl: {
    type: 'object',
    properties: {
      operation: {
        default: 'listPaused',
        title: 'Operation',
        description: 'What happens: to the paused instances that the filter chooses, or for each row that comes in.',
        widget: 'choice',
        choices: {
          listPaused: 'list the paused',
          recordNotice: 'record a notice',
          stopUnconditionally: 'stop unconditionally',
          begin: 'begin an instance for each row',
          listStatus: 'list how the instances of rows stand',
          stop: 'stop the instances of rows',
        },
        type: 'string',
        enum: ['listPaused', 'recordNotice', 'stopUnconditionally', 'begin', 'listStatus', 'stop'],
      },
      filter: {
        title: 'Filter',
        description: 'Which paused instances are meant.',
        widget: 'group',
        type: 'object',
        properties: {
          severity: {
            minItems: 1,
            type: 'array',
            items: { type: 'string', enum: ['normal', 'production', 'critical'] },
            title: 'Severity',
            description: 'Of which workflows.',
            widget: 'strings',
            choices: ['normal', 'production', 'critical'],
          },
          pausedLongerThan: {
            type: 'string',
            minLength: 1,
            title: 'Paused longer than',
            description: 'An expression giving a duration, a number of days or a timestamp.',
            widget: 'expression',
          },
          noticesAtLeast: {
            title: 'Notices',
            description: 'Only instances with at least so many notices since they were paused.',
            widget: 'number',
            type: 'integer',
            minimum: 0,
            maximum: 9007199254740991,
          },
          noNoticeFor: {
            title: 'No notice for',
            description:
              'Only instances of which no notice was recorded for so long: an expression giving a duration, a number of days or a timestamp.',
            widget: 'expression',
            type: 'string',
            minLength: 1,
          },
        },
        required: ['severity', 'pausedLongerThan'],
        additionalProperties: false,
      },
      workflow: {
        title: 'Workflow',
        description: 'To begin instances: an expression giving the name of the workflow, e.g. row.workflow.',
        widget: 'expression',
        type: 'string',
        minLength: 1,
      },
      key: {
        title: 'Key',
        description:
          'To begin instances: what each is for, e.g. row.id. The same key begins one, however often it comes.',
        widget: 'expression',
        type: 'string',
        minLength: 1,
      },
      input: {
        title: 'Input',
        description: 'To begin instances: an expression for each input of the workflow; they know the row as row.',
        widget: 'params',
        type: 'object',
        propertyNames: {
          type: 'string',
          pattern:
            '^(?!(?:constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)$)[A-Za-z][A-Za-z0-9_]{0,63}$',
        },
        additionalProperties: { type: 'string', minLength: 1 },
      },
      instance: {
        title: 'Instance',
        description: 'To stop or look: an expression giving the id of the instance, e.g. row.instance.',
        widget: 'expression',
        type: 'string',
        minLength: 1,
      },
    },
    additionalProperties: false,
  },
};

/** The fields that every activity may carry. */
export const commonFields: FieldsSchema = {
  type: 'object',
  properties: {
    type: { type: 'string', minLength: 1 },
    label: {
      title: 'Label',
      description: 'What it is called on the canvas.',
      widget: 'text',
      anyOf: [
        { type: 'string' },
        { type: 'object', propertyNames: { type: 'string' }, additionalProperties: { type: 'string' } },
      ],
    },
    comment: { title: 'Notes', description: 'For whoever reads the workflow.', widget: 'multiline', type: 'string' },
    position: {
      type: 'array',
      prefixItems: [{ type: 'number' }, { type: 'number' }],
      items: false,
      minItems: 2,
      maxItems: 2,
    },
    execution: {
      title: 'Execution',
      description:
        'Disabled: this activity and the branch behind it are not executed. Hold: its tasks wait for an operator.',
      widget: 'choice',
      choices: { normal: 'normal', disabled: 'disabled', hold: 'hold' },
      type: 'string',
      enum: ['normal', 'disabled', 'hold'],
    },
    onError: {
      title: 'On error',
      description:
        'What happens when a task fails and its error outlet leads nowhere. Left empty, the workflow decides.',
      widget: 'choice',
      choices: { pause: 'pause the instance', ignore: 'drop the branch', abort: 'fail the instance' },
      type: 'string',
      enum: ['pause', 'ignore', 'abort'],
    },
    retry: {
      title: 'Retry',
      description: 'How often and how soon a failed attempt is tried again.',
      widget: 'group',
      type: 'object',
      properties: {
        attempts: {
          type: 'integer',
          minimum: 1,
          maximum: 100,
          title: 'Attempts',
          description: 'How often it is tried in all, the first time included.',
          widget: 'number',
        },
        delay: {
          default: '10s',
          title: 'Delay',
          description: 'The time before the first retry.',
          widget: 'duration',
          type: 'string',
        },
        factor: {
          default: 1,
          title: 'Factor',
          description: 'How much longer each further delay is.',
          widget: 'number',
          type: 'number',
          minimum: 1,
          maximum: 100,
        },
        maxDelay: {
          title: 'Longest delay',
          description: 'No delay is longer than this.',
          widget: 'duration',
          type: 'string',
        },
      },
      required: ['attempts'],
      additionalProperties: false,
    },
    maxDuration: {
      title: 'Warn after',
      description: 'A task that takes longer is a warning.',
      widget: 'duration',
      type: 'string',
    },
    timeout: {
      title: 'Time out after',
      description: 'A task that takes longer fails.',
      widget: 'duration',
      type: 'string',
    },
    timeZone: {
      title: 'Time zone',
      description: 'Such as Europe/Paris. Left empty, the workflow’s.',
      widget: 'timeZone',
      type: 'string',
    },
    affinity: {
      title: 'Affinity',
      description: 'A label that a worker must carry to execute it.',
      widget: 'text',
      type: 'string',
    },
    mutexGroup: {
      title: 'Mutex group',
      description: 'Tasks of one group in an instance run one at a time.',
      widget: 'text',
      type: 'string',
    },
  },
  required: ['type'],
  additionalProperties: false,
};
