-- Who may do what, and which commands were already carried out.

create table actors (
  id text primary key,
  -- What people read and type: `ada`, `ci-bot`.
  name text not null unique check (name ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
  kind text not null check (kind in ('person', 'machine', 'system')),
  created_at timestamptz not null default now(),
  created_by text not null
);

-- Sluice's own parts act too: an event is always by somebody.
insert into actors (id, name, kind, created_by) values ('act_sluice', 'sluice', 'system', 'sluice');

create table role_bindings (
  actor_id text not null references actors on delete cascade,
  -- A project's name, or `*` for all of them.
  project text not null,
  role text not null check (role in ('viewer', 'developer', 'approver', 'operator', 'admin')),
  created_at timestamptz not null default now(),
  created_by text not null,
  primary key (actor_id, project)
);
create index role_bindings_by_project on role_bindings (project, role);

-- A token narrows its actor's rights to one project (or `*`) and one role; it never adds any.
-- Only the SHA-256 of the secret is here: with 256 random bits there is nothing to guess, so a slow hash would add only cost.
create table tokens (
  id text primary key,
  actor_id text not null references actors on delete cascade,
  name text not null,
  secret_hash bytea not null unique,
  project text not null,
  role text not null check (role in ('viewer', 'developer', 'approver', 'operator', 'admin')),
  created_at timestamptz not null default now(),
  created_by text not null,
  expires_at timestamptz,
  -- Coarse on purpose, so that reading does not write.
  last_used_at timestamptz,
  revoked_at timestamptz,
  revoked_by text
);
create index tokens_by_actor on tokens (actor_id, created_at desc);

-- One row a command that was sent with an Idempotency-Key. The key itself is not kept, only its hash, and the body only
-- as a MAC under that key: neither can be read back from here.
create table idempotency_keys (
  actor_id text not null,
  key_hash bytea not null,
  request_mac bytea not null,
  -- The attempt that may carry the command out; a later attempt takes over when the lease has passed.
  claim uuid not null,
  lease_until timestamptz not null,
  -- Set in the very transaction that changes state: from then on the command is never carried out again.
  committed_at timestamptz,
  answer_status integer,
  answer_type text,
  answer_body text,
  expires_at timestamptz not null,
  primary key (actor_id, key_hash)
);
create index idempotency_keys_by_expiry on idempotency_keys (expires_at);
