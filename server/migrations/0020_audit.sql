-- compatible
-- Where a command came from: the address of whoever sent it, and the token that was shown. Null for what Sluice does by
-- itself. Addresses are personal data: the audit tells them, the feed of events does not.
alter table events
  add column address text,
  add column token_id text;

-- What one person did, newest first.
create index events_by_actor on events (actor, id);
