import type { Knex } from 'knex';
import { roleSchema } from '../../contract/rights.ts';
import type {
  LoginStore,
  OperatorRecord,
  OperatorStore,
  SessionRecord,
  SessionStore,
  TokenRecord,
  TokenStore,
} from '../../operations/ports/inbox.ts';

interface OperatorRow {
  name: string;
  label: string;
  role: string;
  password_hash: string;
  disabled: number | boolean;
  created_at: string;
}

const operatorOf = (row: OperatorRow): OperatorRecord => ({
  name: row.name,
  label: row.label,
  role: roleSchema.parse(row.role),
  passwordHash: row.password_hash,
  disabled: Boolean(row.disabled),
  createdAt: row.created_at,
});

export function createOperatorStore(knex: Knex): OperatorStore {
  const operators = () => knex<OperatorRow>('sb_operator');
  return {
    find: async (name) => {
      const row = await operators().where({ name }).first();
      return row && operatorOf(row);
    },
    list: async () =>
      (await operators().orderBy('name')).map((row) => {
        const { passwordHash: _secret, ...operator } = operatorOf(row);
        return operator;
      }),
    add: async ({ name, label, role, passwordHash, disabled, createdAt }) => {
      await operators().insert({ name, label, role, password_hash: passwordHash, disabled, created_at: createdAt });
    },
    change: async (name, { label, role, disabled, passwordHash }) => {
      const changes = {
        ...(label === undefined ? {} : { label }),
        ...(role === undefined ? {} : { role }),
        ...(disabled === undefined ? {} : { disabled }),
        ...(passwordHash === undefined ? {} : { password_hash: passwordHash }),
      };
      if (Object.keys(changes).length > 0) await operators().where({ name }).update(changes);
    },
    countAdmins: async () => (await operators().where({ role: 'admin', disabled: false }).select('name')).length,
  };
}

interface SessionRow {
  token_hash: string;
  operator: string;
  created_at: string;
  expires_at: string;
}

const sessionOf = (row: SessionRow): SessionRecord => ({
  tokenHash: row.token_hash,
  operator: row.operator,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
});

export function createSessionStore(knex: Knex): SessionStore {
  const sessions = () => knex<SessionRow>('sb_session');
  return {
    find: async (tokenHash) => {
      const row = await sessions().where({ token_hash: tokenHash }).first();
      return row && sessionOf(row);
    },
    add: async ({ tokenHash, operator, createdAt, expiresAt }) => {
      await sessions().insert({ token_hash: tokenHash, operator, created_at: createdAt, expires_at: expiresAt });
    },
    extend: async (tokenHash, expiresAt) => {
      await sessions().where({ token_hash: tokenHash }).update({ expires_at: expiresAt });
    },
    remove: async (tokenHash) => {
      await sessions().where({ token_hash: tokenHash }).delete();
    },
    removeOf: async (operator) => {
      await sessions().where({ operator }).delete();
    },
    purgeExpired: async (before) => sessions().where('expires_at', '<', before).delete(),
  };
}

interface TokenRow {
  token_hash: string;
  operator: string;
  label: string;
  created_at: string;
  last_used_at: string | null;
}

const tokenOf = (row: TokenRow): TokenRecord => ({
  tokenHash: row.token_hash,
  operator: row.operator,
  label: row.label,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
});

export function createTokenStore(knex: Knex): TokenStore {
  const tokens = () => knex<TokenRow>('sb_token');
  return {
    find: async (tokenHash) => {
      const row = await tokens().where({ token_hash: tokenHash }).first();
      return row && tokenOf(row);
    },
    listOf: async (operator) => (await tokens().where({ operator }).orderBy('created_at')).map(tokenOf),
    add: async ({ tokenHash, operator, label, createdAt, lastUsedAt }) => {
      await tokens().insert({
        token_hash: tokenHash,
        operator,
        label,
        created_at: createdAt,
        last_used_at: lastUsedAt,
      });
    },
    used: async (tokenHash, at) => {
      await tokens().where({ token_hash: tokenHash }).update({ last_used_at: at });
    },
    remove: async (tokenHash) => {
      await tokens().where({ token_hash: tokenHash }).delete();
    },
  };
}

export function createLoginStore(knex: Knex): LoginStore {
  const logins = () => knex<{ id: number; operator: string; succeeded: boolean; at: string }>('sb_login');
  return {
    add: async (login) => {
      await logins().insert(login);
    },
    purge: async (before) => logins().where('at', '<', before).delete(),
  };
}
