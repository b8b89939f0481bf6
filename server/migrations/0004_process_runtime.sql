-- The process runtime: what should run on each target, how far each release has come, and every process that was ever
-- meant to be started. The router: where each target's requests go, and which replicas know it.

create table process_targets (
  target_id           text primary key,
  project             text not null,
  app                 text not null,
  environment         text not null,
  target              text not null,
  only_target         boolean not null,
  -- The newest order. Its number never goes down.
  release_id          text not null,
  release_number      integer not null,
  -- What is in traffic. Differs from the order while a new release is on its way, and after one has failed.
  serving_release_id  text,
  removed             boolean not null default false
);

create table process_releases (
  release_id       text primary key,
  target_id        text not null references process_targets on delete cascade,
  release_number   integer not null,
  artifact_digest  text not null,
  version          text not null,
  health_path      text,
  deadline_ms      integer not null,
  -- preparing → releasing → starting → switching → ready; failed from any of the first three.
  phase            text not null check (phase in ('preparing', 'releasing', 'starting', 'switching', 'ready', 'failed')),
  message          jsonb not null,
  -- [{ type, command }] as read from the Procfile; null until unpacked.
  procfile         jsonb,
  -- Where the release's own copy of the artifact lies; null before it is unpacked and after it is cleaned away.
  directory        text,
  switched_at      timestamptz,
  unique (target_id, release_number)
);

create table processes (
  id                   text primary key,
  target_id            text not null references process_targets on delete cascade,
  release_id           text not null references process_releases on delete cascade,
  type                 text not null,
  command              text not null,
  -- waiting (for its time to start) → launching (intent and port written) → running → stopping → gone.
  state                text not null check (state in ('waiting', 'launching', 'running', 'stopping', 'gone')),
  restarts             integer not null default 0,
  -- When the first of the row of crashes came that this restart belongs to.
  crashing_since       timestamptz,
  start_at             timestamptz not null,
  port                 integer,
  -- 127.0.0.1 or ::1, whichever the process was found to listen on.
  host                 text,
  pid                  integer,
  -- When that pid started, with the boot: a pid alone is given again.
  pid_started_at       text,
  spawned_at           timestamptz,
  ready_at             timestamptz,
  -- The route generation that took this process out of traffic, and when.
  unrouted_generation  integer,
  unrouted_at          timestamptz,
  stop_at              timestamptz,
  kill_at              timestamptz,
  gone_at              timestamptz,
  -- How it ended: exited (code or signal known), lost (nobody saw the exit status), never_started, stopped (by us), rested
  -- (stopped with the last server, to be started again; known as soon as it is asked to end).
  outcome              text check (outcome in ('exited', 'lost', 'never_started', 'stopped', 'rested')),
  exit_code            integer,
  exit_signal          text
);
create index processes_by_target on processes (target_id, id);
create index processes_alive on processes (state) where state in ('launching', 'running', 'stopping');

-- One row, locked by every server that comes or goes, so that they see each other.
create table process_rest (
  one            boolean primary key default true check (one),
  -- Since when nothing is to run because the last server has stopped. The next one to start clears it.
  resting_since  timestamptz,
  -- Replicas that have said that they go.
  leaving        text[] not null default '{}'
);
insert into process_rest default values;

-- Over all targets, so that a target whose route was withdrawn and came back never has a generation twice.
create sequence route_generation as integer cycle;

create table routes (
  target_id    text primary key,
  project      text not null,
  app          text not null,
  environment  text not null,
  target       text not null,
  -- Grows with every change of the upstream.
  generation   integer not null default nextval('route_generation'),
  -- What stands behind the port. A new id is a new upstream even on an old port.
  upstream_id  text not null,
  host         text not null,
  -- Null: what stood there has ended and will be replaced; requests wait for that.
  port         integer,
  release_id   text not null,
  version      text not null
);
create unique index routes_by_name on routes (project, app, environment, target);

-- What each replica's router has loaded, and up to which generation the requests to earlier upstreams have all ended.
create table route_acknowledgements (
  target_id           text not null references routes on delete cascade,
  replica_id          text not null,
  generation          integer not null,
  drained_generation  integer not null,
  primary key (target_id, replica_id)
);

-- Routers follow this channel; a trigger, so that no writer of a route can forget to tell.
create function routes_tell() returns trigger language plpgsql as $$
begin
  perform pg_notify('sluice_routes', '');
  return null;
end
$$;
create trigger routes_are_told after insert or update or delete on routes for each statement execute function routes_tell();
