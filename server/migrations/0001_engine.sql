-- The engine: work, the replicas that do it, and the log of what happened. The rules are in server/src/engine/README.md.

-- A claim's token is never given twice, not even when a row is deleted and made anew: that is what makes it a fence.
create sequence work_token as bigint;

create table work (
  kind          text        not null,
  key           text        not null,
  -- When the next look is due. A claim takes it away; so on a claimed row it says that one more look is owed.
  run_at        timestamptz,
  -- The claim: an incarnation of a replica, the fence, and until when a silent owner is believed to be working.
  owner         integer,
  token         bigint,
  lease_until   timestamptz,
  -- Looks in a row that did not end with an answer, for the backoff; faults counts the unexpected exceptions among them.
  attempts      integer     not null default 0,
  faults        integer     not null default 0,
  last_error    jsonb,
  parked_at     timestamptz,
  -- What the latest answer waits for, as a message for people, and since when it has been waiting for that.
  reason        jsonb,
  reason_since  timestamptz,
  primary key (kind, key),
  constraint work_claim_is_whole check (
    (owner is null) = (token is null) and (owner is null) = (lease_until is null)
  ),
  -- Due or waiting (run_at), claimed (owner) or parked (parked_at); a row that is none of them would be forgotten.
  constraint work_is_somewhere check (
    case when parked_at is not null then owner is null and run_at is null else owner is not null or run_at is not null end
  )
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 500);

create index work_due on work (kind, run_at) where owner is null and parked_at is null;
create index work_claimed on work (owner) where owner is not null;
create index work_parked on work (kind, parked_at) where parked_at is not null;

-- One number for each connection on which a replica has ever shown that it lives; see `replicas.incarnation`.
create sequence replica_incarnation as integer cycle;

-- A replica lives as long as its connection holds the session advisory lock (5467253, incarnation).
create table replicas (
  id           text        primary key,
  incarnation  integer     not null unique,
  name         text        not null,
  host         text        not null,
  pid          integer     not null,
  version      text        not null,
  url          text,
  started_at   timestamptz not null default now(),
  seen_at      timestamptz not null default now()
);

create sequence event_id as bigint;

create table events (
  id       bigint      primary key default nextval('event_id'),
  at       timestamptz not null default clock_timestamp(),
  type     text        not null,
  project  text        not null,
  subject  text        not null,
  labels   jsonb       not null,
  actor    text        not null,
  door     text        not null,
  data     jsonb       not null
);

create index events_by_subject on events (subject, id);
create index events_by_project on events (project, id);
create index events_by_labels on events using gin (labels jsonb_path_ops);
create index events_by_time on events (at);

-- Up to which id events may have been pruned: whoever follows from before it has missed something.
create table event_retention (
  one        boolean primary key default true check (one),
  pruned_to  bigint  not null default 0
);
insert into event_retention default values;

-- Followers read `id > cursor`, so an id must never become visible after a greater one. Therefore ids are taken under a
-- lock that is held until the commit. It is a trigger so that no writer can forget it: a statement trigger runs before
-- the statement computes its first row, and with it the first nextval.
create function events_take_turn() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(5467253, 0);
  return null;
end
$$;
create trigger events_in_order before insert on events for each statement execute function events_take_turn();

create function events_tell() returns trigger language plpgsql as $$
begin
  perform pg_notify('sluice_events', '');
  return null;
end
$$;
create trigger events_are_told after insert on events for each statement execute function events_tell();
